import * as v from 'valibot'
import {
  anyString,
  boolean,
  checked,
  either,
  fields,
  headerName,
  headerValue,
  integer,
  listOf,
  mapOf,
  method,
  milliseconds,
  must,
  nonEmptyString,
  numberBetween,
  oneOf,
  shape,
} from '../base/input.ts'
import type { FaultRule, InjectedFault } from './types.ts'

const bytes = v.optional(integer(0))
const positive = must('be a number of bytes per second above 0')

/** Not one that says how the message is sent. */
const ownHeader = v.pipe(
  headerName,
  v.check(
    (name) => !/^(?:content-length|transfer-encoding|connection|trailer|upgrade)$/i.test(name),
    must("not be a header that says how the response is sent; the kinds 'truncate' and 'reset' break responses"),
  ),
)

const FAULT = v.variant(
  'kind',
  [
    fields({ kind: v.literal('delay'), ms: milliseconds }),
    fields({
      kind: v.literal('bandwidth'),
      bytesPerSecond: v.pipe(v.number(positive), v.gtValue(0, positive)),
      upload: v.optional(boolean),
      download: v.optional(boolean),
    }),
    fields({ kind: v.literal('stall'), afterBytes: bytes }),
    fields({
      kind: v.literal('reset'),
      when: oneOf(['before', 'headers', 'body', 'upload']),
      afterBytes: bytes,
    }),
    fields({ kind: v.literal('truncate'), afterBytes: bytes }),
    fields({
      kind: v.literal('status'),
      status: integer(200, 599),
      retryAfter: v.optional(either('be a number of seconds or a date', [integer(0), headerValue])),
      message: v.optional(anyString),
      handled: v.optional(boolean),
      headers: v.optional(mapOf(headerValue, ownHeader)),
    }),
    fields({ kind: v.literal('corrupt'), bytes: v.optional(integer(1)) }),
  ],
  (issue) =>
    issue.input !== null && typeof issue.input === 'object'
      ? "must be 'delay', 'bandwidth', 'stall', 'reset', 'truncate', 'status' or 'corrupt'"
      : must('be an object with the field kind')(issue),
)

const RULE: v.GenericSchema<FaultRule> = shape({
  method: v.optional(either('be a method or an array of methods', [method, listOf(method)])),
  path: v.optional(either('be a string or a RegExp', [nonEmptyString, v.instance(RegExp)])),
  times: v.optional(integer(1)),
  skip: v.optional(integer(0)),
  probability: v.optional(numberBetween(0, 1)),
  seed: v.optional(integer(0)),
  fault: v.lazy((fault) => (Array.isArray(fault) ? listOf<InjectedFault>(FAULT) : FAULT)),
})

/** @throws {EmulatorArgumentError} naming the field of the rule that is wrong */
export function checkRule(rule: unknown): FaultRule {
  return checked(RULE, rule, 'rule')
}
