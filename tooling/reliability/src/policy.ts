import type { Ending, Fault, Meaning, Times } from './fault.ts'
import type { FetchName, Operation } from './operation.ts'

/** `retry.limit` of all cases: retries after the first attempt. */
export const retryLimit = 2

/** What is to come of a case. */
export interface Expectation {
  /** How often the request is sent: from, to. */
  readonly sendings: readonly [number, number]
  readonly ending: Ending
  /** Whether the error says that the request may have been carried out all the same. */
  readonly warns: boolean
}

interface Exception {
  readonly operation: string
  readonly fault: RegExp
  /** For the document: the faults in words. */
  readonly named: string
  readonly expectation: Pick<Expectation, 'sendings' | 'ending'>
  readonly because: string
}

/** Where the rule does not hold, and why. */
export const exceptions: readonly Exception[] = [
  {
    operation: 'block upload',
    fault: /^403/,
    named: '403',
    expectation: { sendings: [1, 1], ending: 'success' },
    because: "So clouds respond to blocks for somebody else's account: all of the content then goes in one request.",
  },
  {
    operation: 'ranged download',
    fault: /^404/,
    named: '404',
    expectation: { sendings: [1, 1], ending: 'TransferError' },
    because: 'The object was there when the download began: it was replaced or deleted meanwhile.',
  },
  {
    operation: 'poll',
    fault: /Retry-After: (?:a year|10 to the power)/,
    named: 'a Retry-After beyond `maxRetryAfterMs`',
    expectation: { sendings: [1, 1], ending: 'WaitTimeoutError' },
    because: 'A wait pauses for as long as the server asks, within its own timeoutMs.',
  },
]

function meaningOf(fault: Fault, operation: Operation, fetch: FetchName, times: Times): Meaning {
  return typeof fault.means === 'function' ? fault.means(operation, fetch, times) : fault.means
}

/**
 * The rule. What may pass is sent again, at most `retry.limit` times, where sending it again does no harm; some operations know of other
 * failures that pass. What was carried out, and can be looked up, is not sent again. A wait goes on until its time is over.
 */
export function expect(operation: Operation, fault: Fault, times: Times, fetch: FetchName): Expectation {
  const means = meaningOf(fault, operation, fetch, times)
  const exception = exceptions.find((each) => each.operation === operation.name && each.fault.test(fault.name))
  if (exception !== undefined) return { ...exception.expectation, warns: false }
  return { ...byRule(operation, fault, times, means), warns: means.unknown === true && operation.repeats === 'never' }
}

function byRule(operation: Operation, fault: Fault, times: Times, means: Meaning): Omit<Expectation, 'warns'> {
  const { ending, sendings = 1 } = means
  const once = [sendings, sendings] as const
  if (ending === 'success') return { sendings: once, ending }
  const mayPass = means.transient === true
  if (operation.waits && mayPass) return wait(times, means)
  const isRepeated =
    (mayPass && operation.repeats !== 'never') || operation.cures.some((cure) => cure === means.curable)
  // A limit on sendings is part of what some faults mean.
  if (!isRepeated || means.sendings !== undefined) return { sendings: once, ending }
  if (operation.repeats === 'confirmed' && fault.strike?.handled === true) return { sendings: once, ending: 'success' }
  if (times === 'once') return { sendings: [2, 2], ending: 'success' }
  return { sendings: [1 + retryLimit, 1 + retryLimit], ending }
}

/** A poll that fails for a passing reason is followed by the next. */
function wait(times: Times, { sendings }: Meaning): Omit<Expectation, 'warns'> {
  if (times === 'once') {
    const all = (sendings ?? 1) + 1
    return { sendings: [all, all], ending: 'success' }
  }
  if (sendings === 0) return { sendings: [0, 0], ending: 'WaitTimeoutError' }
  return { sendings: [2 + retryLimit, Number.POSITIVE_INFINITY], ending: 'WaitTimeoutError' }
}
