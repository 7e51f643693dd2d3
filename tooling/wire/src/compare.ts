import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { isRawBody } from './recorded-body.ts'
import { percentDecode, type SeenRequest } from './seen-request.ts'
import type { RecordedRequest } from './wire-case.ts'

export interface CompareOptions {
  /** Headers that need not agree. */
  readonly ignoreHeaders?: readonly string[]
  /** Query parameters that need not agree. */
  readonly ignoreQuery?: readonly string[]
  /** The body need not agree. */
  readonly ignoreBody?: boolean
}

/** Says how messages are framed or who sends them, not what is asked. */
const frame = new Set([
  'host',
  'connection',
  'keep-alive',
  'accept',
  'accept-language',
  'accept-encoding',
  'user-agent',
  'content-length',
  'transfer-encoding',
  'sec-fetch-mode',
  'expect',
  'cache-control',
  'pragma',
])

/**
 * How a request of ours differs from the recorded one; an empty array if it asks for the same.
 *
 * What is the same, though it is not written the same:
 * - paths, queries, header names and values that are equal once percent-decoded (as UTF-8);
 * - query parameters in another order; a flag with no value, an empty one, or `True`/`true`; a `format=json` that only we send;
 * - headers that only frame the message (lengths, connection, user agent, what is accepted); `charset=utf-8` on JSON;
 * - JSON with its keys in another order or other white space; form fields in another order.
 */
export function compareRequest(ours: SeenRequest, recorded: RecordedRequest, options: CompareOptions = {}): string[] {
  return [
    ...differ('method', ours.method, recorded.method),
    ...differ('path', ours.path, recorded.path),
    ...compareQuery(ours, recorded, new Set(options.ignoreQuery)),
    ...compareHeaders(ours, recorded, new Set(options.ignoreHeaders?.map((name) => name.toLowerCase()))),
    ...(options.ignoreBody === true ? [] : compareBody(ours, recorded)),
  ]
}

function differ(what: string, ours: unknown, recorded: unknown): string[] {
  return isDeepStrictEqual(ours, recorded) ? [] : [`${what}: ours ${show(ours)}, recorded ${show(recorded)}`]
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'none'
  return text.length > 300 ? `${text.slice(0, 300)}…` : text
}

function compareQuery(ours: SeenRequest, recorded: RecordedRequest, ignored: ReadonlySet<string>): string[] {
  const flag = (value: string): string => (/^(?:true)?$/i.test(value) ? '' : value)
  const sort = (pairs: readonly (readonly [string, string])[]): string[] =>
    pairs
      .filter(([name]) => !ignored.has(name))
      .map(([name, value]) => `${name}=${flag(value)}`)
      .sort()
  const theirs = sort([
    ...recorded.query,
    ...(recorded.queryFlagsWithoutValue ?? []).map((name): [string, string] => [name, '']),
  ])
  const unique = [...new Set(theirs)]
  const addsFormat = !unique.some((pair) => pair.startsWith('format='))
  const mine = sort(ours.query).filter((pair) => !(addsFormat && pair === 'format=json'))
  return differ('query', mine, unique)
}

function compareHeaders(ours: SeenRequest, recorded: RecordedRequest, ignored: ReadonlySet<string>): string[] {
  const mine = meaningful(ours.headers, ignored)
  const theirs = meaningful(recorded.headers, ignored)
  const names = [...new Set([...mine.keys(), ...theirs.keys()])].sort()
  return names.flatMap((name) => differ(`header ${name}`, mine.get(name), theirs.get(name)))
}

function meaningful(headers: Readonly<Record<string, string>>, ignored: ReadonlySet<string>): Map<string, string> {
  const result = new Map<string, string>()
  for (const [rawName, value] of Object.entries(headers)) {
    const name = percentDecode(rawName).toLowerCase()
    if (frame.has(name) || ignored.has(name)) continue
    result.set(
      name,
      name === 'content-type'
        ? value.replace(/^(application\/json)\s*;\s*charset=utf-8$/i, '$1')
        : percentDecode(value),
    )
  }
  return result
}

function compareBody(ours: SeenRequest, recorded: RecordedRequest): string[] {
  const { body } = recorded
  const type = recorded.headers['content-type']
  if (body === null || body === undefined) return differ('body length', ours.body.length, 0)
  if (!isRawBody(body, type)) return differ('body', asJson(ours.body), body)
  if (/x-www-form-urlencoded/.test(type ?? '') && body.text !== undefined) {
    return differ('form', formFields(ours.body.toString()), formFields(body.text))
  }
  if (body.json !== undefined) return differ('body', asJson(ours.body), body.json)
  if (body.sha256 !== undefined)
    return differ('body sha256', createHash('sha256').update(ours.body).digest('hex'), body.sha256)
  return differ('body', ours.body.toString('base64'), body.base64)
}

function asJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown
  } catch {
    return { 'not JSON': body.toString('utf8') }
  }
}

function formFields(text: string): string[] {
  return [...new URLSearchParams(text)].map(([name, value]) => `${name}=${value}`).sort()
}
