import { ApiError } from '../errors/api-errors.ts'
import { showAwaiter } from '../errors/caller-stack.ts'
import { ConnectionError, WaitFailedError, WaitTimeoutError } from '../errors/client-errors.ts'
import { AbortScope } from '../runtime/abort-scope.ts'
import { requestOptionNames } from '../transport/check-options.ts'
import type { RequestOptions } from '../transport/options.ts'
import { isTransient } from '../transport/retry-policy.ts'
import { formatValue, isThenable, rejectArgument } from '../validate/invalid-argument.ts'
import {
  type OptionNames,
  requireFunction,
  requireKnownOptions,
  requireMilliseconds,
  requireObject,
} from '../validate/require.ts'

/** How to wait. `timeoutMs` is for the whole wait (default 600_000); the other request options are for each poll. */
export interface WaitOptions<T> extends RequestOptions {
  /** The first pause between two polls; later ones grow by half each. Default 500. */
  readonly intervalMs?: number | undefined
  /** Default 5_000. */
  readonly maxIntervalMs?: number | undefined
  /** Called with what each poll saw, and awaited. What it throws ends the wait. */
  readonly onPoll?: ((state: T, info: { polls: number; elapsedMs: number }) => unknown) | undefined
}

/** What to wait for. */
export interface WaitGoal<T> {
  done(state: T): boolean
  /** Why the goal cannot be reached any more, or undefined. */
  failed?(state: T): string | undefined
  /** For messages: "server 42 to be ACTIVE". */
  readonly describe: string
  /** For messages: the state in a word ("BUILD"). */
  stateOf?(state: T): string
  /** For the message of a wait whose time is up: what may be wrong with the goal itself. */
  hint?(): string | undefined
}

const waitOptionNames: OptionNames<WaitOptions<unknown>> = {
  ...requestOptionNames,
  intervalMs: requireMilliseconds,
  maxIntervalMs: requireMilliseconds,
  onPoll: requireFunction,
}

/** Defaults filled in. @throws {InvalidArgumentError} for options of a wait that cannot be followed. */
export function checkWaitOptions<T>(
  options: WaitOptions<T> | undefined,
): WaitOptions<T> & { readonly timeoutMs: number; readonly intervalMs: number; readonly maxIntervalMs: number } {
  const {
    timeoutMs = 600_000,
    intervalMs = 500,
    maxIntervalMs = 5_000,
    ...rest
  } = requireKnownOptions(options as WaitOptions<unknown> | undefined, waitOptionNames)
  return { ...rest, timeoutMs, intervalMs, maxIntervalMs }
}

/**
 * Polls until a goal is reached, and returns the state that did it. Outlives outages: a poll that fails for a passing reason (the network,
 * 408, 429, 502, 503, 504) is followed by the next one, until `timeoutMs` are over.
 *
 * @throws {WaitFailedError} as soon as the goal cannot be reached any more.
 * @throws {WaitTimeoutError} with the last state, when `timeoutMs` are over; `cause` is the error of the last poll if it failed.
 */
export async function waitFor<T>(
  poll: (options: RequestOptions) => Promise<T>,
  goal: WaitGoal<T>,
  options?: WaitOptions<T>,
): Promise<T> {
  const { signal, timeoutMs, intervalMs, maxIntervalMs, onPoll, ...rest } = checkWaitOptions(options)
  requireFunction(poll, 'poll')
  requireFunction(requireObject(goal, 'goal').done, 'goal.done')
  const maxMs = Math.max(intervalMs, maxIntervalMs)
  const started = performance.now()
  const elapsed = (): number => Math.round(performance.now() - started)
  const scope = new AbortScope(signal)
  let lastState: T | undefined
  let lastError: unknown
  let polls = 0
  scope.arm(timeoutMs, () => {
    const last = polls === 0 ? 'no response yet' : `last state: ${nameOf(goal, lastState as T)}`
    const trouble = lastError instanceof Error ? `; the last poll failed: ${lastError.message}` : ''
    const hint = goal.hint?.()
    const message = `Waited ${timeoutMs} ms for ${goal.describe}; ${last}${trouble}${hint === undefined ? '' : `. ${hint}`}`
    return new WaitTimeoutError(message, { lastState }, lastError === undefined ? undefined : { cause: lastError })
  })
  try {
    for (let pause = intervalMs; ; pause = Math.min(maxMs, pause * 1.5)) {
      try {
        const state = await scope.race(Promise.resolve(poll({ ...rest, signal: scope.signal })))
        lastState = state
        lastError = undefined
        polls += 1
        await scope.race(Promise.resolve(onPoll?.(state, { polls, elapsedMs: elapsed() })))
        const done = goal.done(state)
        // A promise would count as true.
        if (isThenable(done)) rejectArgument('goal.done', `must return true or false; got ${formatValue(done)}`)
        if (done) return state
        const why = goal.failed?.(state)
        if (why !== undefined) throw new WaitFailedError(`${unreachable(goal.describe)}: ${why}`, { lastState: state })
      } catch (error) {
        scope.throwIfAborted()
        if (!passes(error, polls)) throw error
        lastError = error
      }
      await scope.sleep(Math.max(pause, ApiError.isInstance(lastError) ? (lastError.retryAfterMs ?? 0) : 0))
    }
  } catch (error) {
    showAwaiter(error)
    throw error
  } finally {
    scope.close()
  }
}

/** Whether a poll that failed so may be followed by a better one. A name that was known before will be again. */
function passes(error: unknown, polls: number): boolean {
  return isTransient(error) || (polls > 0 && ConnectionError.isInstance(error) && error.code === 'ENOTFOUND')
}

/** "server 42 to be ACTIVE" becomes "Server 42 will not become ACTIVE". */
function unreachable(describe: string): string {
  const match = /^(.)(.*?) to be (?!no longer|as wanted)(.+)$/.exec(describe)
  if (match === null) return `Waiting for ${describe} failed`
  const [, first = '', rest, status] = match
  return `${first.toUpperCase()}${rest} will not become ${status}`
}

function nameOf<T>(goal: WaitGoal<T>, state: T): string {
  if (goal.stateOf !== undefined) return goal.stateOf(state)
  return typeof state === 'string' || typeof state === 'number' ? String(state) : 'unknown'
}
