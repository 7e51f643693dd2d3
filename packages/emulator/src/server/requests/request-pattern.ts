import * as v from 'valibot'
import {
  anyString,
  checked,
  either,
  integer,
  listOf,
  mapOf,
  method,
  must,
  nonEmptyString,
  rejectInput,
  shape,
} from '../../base/input.ts'
import type { RequestRecord } from './request-record.ts'

/**
 * What a request is expected to be like; what is left out may be anything. A string is method, path and perhaps status:
 * `'PUT /pithos/*\/reports/2026.txt 201'`.
 */
export type RequestPattern =
  | string
  | {
      readonly method?: string | undefined
      /** The path, in which `*` stands for anything; with its query only if there is a `?` in it. Or a pattern for the target. */
      readonly path?: string | RegExp | undefined
      readonly status?: number | undefined
      /** Name of the user whose token came. */
      readonly user?: string | undefined
      /** Headers of the request, by name in lower case. */
      readonly headers?: Readonly<Record<string, string | RegExp>> | undefined
      /** The body: a string whole, a pattern for its content, or what its JSON contains (an object need not name all members). */
      readonly body?: unknown
    }

/** A pattern, taken apart. */
export interface Expected {
  readonly shown: string
  /** What is different about a request: undefined if nothing is, '' if it is another request altogether. */
  difference(record: RequestRecord): string | undefined
}

const stringOrPattern = either('be a string or a RegExp', [anyString, v.instance(RegExp)])
const PATTERNS: v.GenericSchema<RequestPattern[]> = listOf<RequestPattern>(
  v.lazy((value) =>
    typeof value === 'string'
      ? v.pipe(
          anyString,
          v.regex(/^[A-Za-z]+ \S+( \d{3})?$/, must("be method, path and perhaps status: 'GET /path', 'PUT /path 201'")),
        )
      : shape({
          method: v.optional(method),
          path: v.optional(stringOrPattern),
          status: v.optional(integer(0, 599)),
          user: v.optional(nonEmptyString),
          headers: v.optional(mapOf(stringOrPattern)),
          body: v.optional(v.unknown()),
        }),
  ),
)

/** @throws {EmulatorArgumentError} naming the pattern and the field that is wrong */
export function expectedOf(patterns: readonly RequestPattern[]): Expected[] {
  if (!Array.isArray(patterns)) rejectInput('expected', 'must be an array of requests')
  return checked(PATTERNS, patterns, 'expected').map(toExpected)
}

function toExpected(pattern: RequestPattern): Expected {
  const fields = typeof pattern === 'string' ? fieldsOf(pattern) : pattern
  const { method, path, status, user, headers = {}, body } = fields
  const words = [method ?? '*', path === undefined ? '*' : String(path), status === undefined ? '' : String(status)]
  return {
    shown: `${words.join(' ').trim()}${user === undefined ? '' : ` as ${user}`}`,
    difference(record) {
      if (method !== undefined && method.toUpperCase() !== record.method) return ''
      if (path !== undefined && !matchesPath(path, record.target)) return ''
      if (status !== undefined && status !== record.status) return `status ${record.status} instead of ${status}`
      if (user !== undefined && user !== record.user) return `sent by ${record.user ?? 'nobody'} instead of ${user}`
      for (const [name, wanted] of Object.entries(headers)) {
        const value = record.request.headers[name.toLowerCase()]
        const right = wanted instanceof RegExp ? value !== undefined && test(wanted, value) : value === wanted
        if (!right) return `header ${name}: ${value === undefined ? 'missing' : JSON.stringify(value)}`
      }
      return body === undefined ? undefined : bodyDifference(body, record)
    },
  }
}

function fieldsOf(pattern: string): Exclude<RequestPattern, string> {
  const [method = '', path = '', status] = pattern.split(' ')
  return { method, path, ...(status === undefined ? {} : { status: Number(status) }) }
}

function matchesPath(path: string | RegExp, target: string): boolean {
  if (path instanceof RegExp) return test(path, target)
  const actual = path.includes('?') ? target : (target.split('?')[0] ?? '')
  const parts = path.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 's').test(actual)
}

/** As `pattern.test`, without the memory that a pattern with the flag g or y has. */
function test(pattern: RegExp, text: string): boolean {
  return new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')).test(text)
}

function bodyDifference(wanted: unknown, { request: { body } }: RequestRecord): string | undefined {
  if (!body.complete)
    return `only ${body.bytes.byteLength} of ${body.size} bytes of the body are recorded (option record)`
  const text = body.text ?? ''
  const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text
  if (typeof wanted === 'string') return text === wanted ? undefined : `body ${JSON.stringify(shown)}`
  if (wanted instanceof RegExp) return test(wanted, text) ? undefined : `body ${JSON.stringify(shown)}`
  const where = jsonDifference(wanted, body.json, 'body')
  return where === undefined ? undefined : `${where} in ${shown || 'no body'}`
}

/** Where the JSON that came lacks what is wanted. */
function jsonDifference(wanted: unknown, actual: unknown, path: string): string | undefined {
  if (typeof wanted !== 'object' || wanted === null) return Object.is(wanted, actual) ? undefined : path
  if (typeof actual !== 'object' || actual === null || Array.isArray(wanted) !== Array.isArray(actual)) return path
  if (Array.isArray(wanted) && wanted.length !== (actual as unknown[]).length) return `${path}.length`
  for (const [key, value] of Object.entries(wanted)) {
    const found = jsonDifference(value, Reflect.get(actual, key), `${path}.${key}`)
    if (found !== undefined) return found
  }
  return undefined
}
