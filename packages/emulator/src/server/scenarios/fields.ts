import * as v from 'valibot'
import {
  anyString,
  either,
  headerValue,
  integer,
  milliseconds,
  must,
  nonEmptyString,
  oneOf,
  shape,
} from '../../base/input.ts'
import { UNLIMITED } from '../../python/int.ts'
import type { ServiceName } from './types.ts'

/** The names of services, and where their paths begin. */
export const SERVICES: Readonly<Record<ServiceName, string>> = {
  identity: '/astakos/identity',
  account: '/astakos/account',
  compute: '/cyclades/compute',
  volume: '/cyclades/volume',
  network: '/cyclades/network',
  image: '/cyclades/image',
  'object-store': '/pithos/object-store',
  astakos: '/astakos',
  cyclades: '/cyclades',
  pithos: '/pithos',
}

/** One option of a scenario, as a form needs to know it. */
export interface Field {
  readonly type: 'string' | 'number'
  readonly hint: string
  readonly choices?: readonly string[]
}

interface CheckedField extends Field {
  readonly schema: v.GenericSchema
}

const idOrName = either('be an id or a name', [nonEmptyString, integer(1)])
const limit = v.custom<number | bigint | string>(
  isLimit,
  must(`be a whole number from 0 to ${UNLIMITED}, or a string of its digits`),
)
const retryAfter = either('be a number of seconds or a date', [integer(0), headerValue])
const services = Object.keys(SERVICES)

const text = (hint: string, schema: v.GenericSchema = nonEmptyString): CheckedField => ({
  type: 'string',
  hint,
  schema,
})
const number = (hint: string, schema: v.GenericSchema): CheckedField => ({ type: 'number', hint, schema })
const choice = (hint: string, choices: readonly string[]): CheckedField => ({
  type: 'string',
  hint,
  choices,
  schema: oneOf(choices),
})

export type FieldName =
  | 'server'
  | 'volume'
  | 'image'
  | 'user'
  | 'times'
  | 'message'
  | 'details'
  | 'when'
  | 'reason'
  | 'inMs'
  | 'resource'
  | 'limit'
  | 'project'
  | 'service'
  | 'status'
  | 'retryAfter'
  | 'forMs'

const FIELDS: Readonly<Record<FieldName, CheckedField>> = {
  server: text('id or name of a server', idOrName),
  volume: text('id or name of a volume', idOrName),
  image: text('id or name of an image'),
  user: text('name, uuid or email of a user'),
  times: number('how often, 1 by default', integer(1)),
  message: text('what the diagnostic says'),
  details: text('details of the diagnostic', anyString),
  when: choice('at once, or while a server is built from it', ['now', 'build']),
  reason: text('why', anyString),
  inMs: number("milliseconds of the cloud's time until then, 0 by default", milliseconds),
  resource: text('cyclades.vm, pithos.diskspace ...'),
  limit: text('a whole number', limit),
  project: text("uuid of a project; the user's own by default"),
  service: choice('a service, or all of a component', services),
  status: number('503 by default', integer(400, 599)),
  retryAfter: text('seconds or a date, for the header Retry-After', retryAfter),
  forMs: number("milliseconds of the cloud's time; until it is ended by default", milliseconds),
}

/** A number that JSON has not rounded. */
function isLimit(value: unknown): boolean {
  const isNumber = typeof value === 'bigint' || Number.isSafeInteger(value)
  const digits = isNumber || typeof value === 'string' ? String(value) : ''
  return /^\d+$/.test(digits) && BigInt(digits) <= UNLIMITED
}

/** The schema of a scenario's options. */
export function optionsSchema(required: readonly FieldName[], optional: readonly FieldName[]): v.GenericSchema {
  return shape(
    Object.fromEntries([
      ...required.map((name) => [name, FIELDS[name].schema] as const),
      ...optional.map((name) => [name, v.optional(FIELDS[name].schema)] as const),
    ]),
  )
}

/** The options of a scenario for a form. */
export function describeFields(
  required: readonly FieldName[],
  optional: readonly FieldName[],
): (Field & { name: string; required: boolean })[] {
  return [...required, ...optional].map((name) => {
    const { schema: _schema, ...field } = FIELDS[name]
    return { name, required: required.includes(name), ...field }
  })
}
