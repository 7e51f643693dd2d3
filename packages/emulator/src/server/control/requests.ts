import { rejectInput } from '../../base/input.ts'
import type { Call } from '../../http/request.ts'
import type { RequestLog } from '../requests/request-log.ts'
import type { RequestRecord } from '../requests/request-record.ts'
import { NotHere } from './respond.ts'

/** What a list of requests shows of one. */
export function summaryOf(record: RequestRecord): Record<string, unknown> {
  const { id, startedAt, method, target, status, durationMs, user = null, fault = null, done } = record
  return { id, startedAt, method, target, status, durationMs, user, fault, done }
}

/** A page of the record: the newest, or those before or after one. @throws {EmulatorArgumentError} */
export function requestsOf(log: RequestLog, call: Call): Record<string, unknown> {
  const limit = number(call, 'limit') ?? 100
  const before = number(call, 'before')
  const after = number(call, 'after')
  const search = call.query.get('search')?.toLowerCase() ?? ''
  const found = log.all.filter(
    (record) =>
      (before === undefined || record.id < before) &&
      (after === undefined || record.id > after) &&
      (search === '' || contains(record, search)),
  )
  const page = after === undefined ? found.slice(Math.max(0, found.length - limit)) : found.slice(0, limit)
  return { requests: page.map(summaryOf), total: log.total }
}

/** One request with headers and bodies. @throws {NotHere} */
export function oneRequest(log: RequestLog, id: string): Record<string, unknown> {
  const record = log.all.find((other) => String(other.id) === id)
  if (!record) throw new NotHere(`Request ${id} is not recorded (any more). The newest ones are kept.`)
  return { ...summaryOf(record), request: record.request, response: record.response }
}

function contains(record: RequestRecord, search: string): boolean {
  const { method, target, status, user = '', fault = '', request, response } = record
  return [`${method} ${target} ${status} ${user} ${fault}`, ...[request, response].flatMap(stringsOf)].some((text) =>
    text.toLowerCase().includes(search),
  )
}

function stringsOf({ headers, body }: RequestRecord['request']): string[] {
  return [...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), body.text ?? '']
}

function number(call: Call, name: string): number | undefined {
  const text = call.query.get(name)
  if (text === undefined) return undefined
  return /^\d{1,15}$/.test(text) ? Number(text) : rejectInput(name, `must be a non-negative integer; got "${text}"`)
}
