import * as v from 'valibot'
import { boolean, checked, shape } from '../../base/input.ts'
import { formatRequest } from './format-requests.ts'
import { type Expected, expectedOf, type RequestPattern } from './request-pattern.ts'
import type { RequestRecord } from './request-record.ts'

/** Other requests were sent than those that were expected. */
export class RequestMismatchError extends Error {
  override readonly name: string = 'RequestMismatchError'
}

export interface AssertRequestsOptions {
  /** Takes the requests in any order. Default false. */
  readonly anyOrder?: boolean | undefined
}

const OPTIONS: v.GenericSchema<AssertRequestsOptions> = shape({ anyOrder: v.optional(boolean) })

/**
 * Says that exactly these requests were sent, in this order.
 * @throws {RequestMismatchError} telling which were not sent, and which others were
 * @throws {EmulatorArgumentError} for a pattern that is wrong
 */
export function assertRequests(
  requests: readonly RequestRecord[],
  expected: readonly RequestPattern[],
  options: AssertRequestsOptions = {},
): void {
  const problem = mismatch(requests, expected, options)
  if (problem !== undefined) throw new RequestMismatchError(problem)
}

/** What is wrong with the requests; undefined if they are as expected. @throws {EmulatorArgumentError} */
export function mismatch(
  requests: readonly RequestRecord[],
  patterns: readonly RequestPattern[],
  options: AssertRequestsOptions = {},
): string | undefined {
  const { anyOrder = false } = checked(OPTIONS, options, 'options')
  const expected = expectedOf(patterns)
  const pairs = anyOrder ? inAnyOrder(requests, expected) : inOrder(requests, expected)
  if (pairs.every(([record, pattern]) => record && pattern)) return undefined
  const lines = pairs.map(([record, pattern]) => {
    if (record && pattern) return `  ${formatRequest(record)}`
    if (record) return `+ ${formatRequest(record)}`
    return `- ${pattern?.shown}${hint(pattern, requests, pairs)}`
  })
  return `Expected exactly these requests${anyOrder ? ', in any order' : ''} (-: not sent, +: not expected):\n${lines.join('\n')}`
}

type Pair = readonly [record: RequestRecord | undefined, pattern: Expected | undefined]

const fits = (record: RequestRecord | undefined, pattern: Expected | undefined) =>
  record !== undefined && pattern !== undefined && pattern.difference(record) === undefined

/** The longest way through both lists on which requests and patterns fit. */
function inOrder(requests: readonly RequestRecord[], expected: readonly Expected[]): Pair[] {
  const width = expected.length + 1
  const longest = new Uint32Array((requests.length + 1) * width)
  const at = (i: number, j: number) => longest[i * width + j] ?? 0
  for (let i = requests.length - 1; i >= 0; i--)
    for (let j = expected.length - 1; j >= 0; j--)
      longest[i * width + j] = fits(requests[i], expected[j])
        ? at(i + 1, j + 1) + 1
        : Math.max(at(i + 1, j), at(i, j + 1))
  const pairs: Pair[] = []
  let i = 0
  let j = 0
  while (i < requests.length || j < expected.length) {
    if (fits(requests[i], expected[j])) pairs.push([requests[i++], expected[j++]])
    else if (j < expected.length && (i === requests.length || at(i, j + 1) >= at(i + 1, j)))
      pairs.push([undefined, expected[j++]])
    else pairs.push([requests[i++], undefined])
  }
  return pairs
}

/** Each pattern with a request that fits, as many of them as there can be. */
function inAnyOrder(requests: readonly RequestRecord[], expected: readonly Expected[]): Pair[] {
  const patternOf = new Map<number, number>()
  const assign = (j: number, tried: Set<number>): boolean => {
    for (const [i, record] of requests.entries()) {
      if (tried.has(i) || !fits(record, expected[j])) continue
      tried.add(i)
      const other = patternOf.get(i)
      if (other === undefined || assign(other, tried)) {
        patternOf.set(i, j)
        return true
      }
    }
    return false
  }
  const missing = expected.filter((_pattern, j) => !assign(j, new Set()))
  const found = requests.map((record, i): Pair => [record, expected[patternOf.get(i) ?? -1]])
  return [...found, ...missing.map((pattern): Pair => [undefined, pattern])]
}

/** What kept the request that was probably meant from fitting. */
function hint(pattern: Expected | undefined, requests: readonly RequestRecord[], pairs: readonly Pair[]): string {
  const free = requests.filter((record) => pairs.some(([other, with_]) => other === record && !with_))
  for (const record of free) {
    const difference = pattern?.difference(record)
    if (difference) return ` (request ${record.id} has ${difference})`
  }
  return ''
}
