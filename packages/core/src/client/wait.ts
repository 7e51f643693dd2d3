import { WaitFailedError, WaitTimeoutError } from '../errors/client-errors.ts'
import { AbortScope } from '../runtime/abort-scope.ts'
import type { RequestOptions } from '../transport/options.ts'
import { requireMilliseconds } from '../validate/require.ts'

/** How to wait. `timeoutMs` is for the whole wait (default 600_000); the other request options are for each poll. */
export interface WaitOptions<T> extends RequestOptions {
  /** The first pause between two polls; later ones grow by half each. Default 500. */
  readonly intervalMs?: number | undefined
  /** Default 5_000. */
  readonly maxIntervalMs?: number | undefined
  /** Called with what each poll saw. */
  readonly onPoll?: ((state: T, info: { polls: number; elapsedMs: number }) => void) | undefined
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
}

/**
 * Polls until a goal is reached, and returns the state that did it.
 *
 * @throws {WaitFailedError} as soon as the goal cannot be reached any more.
 * @throws {WaitTimeoutError} with the last state, when `timeoutMs` are over.
 */
export async function waitFor<T>(
  poll: (options: RequestOptions) => Promise<T>,
  what: WaitGoal<T>,
  options: WaitOptions<T> = {},
): Promise<T> {
  const { signal, timeoutMs = 600_000, intervalMs = 500, maxIntervalMs = 5_000, onPoll, ...rest } = options
  requireMilliseconds(timeoutMs, 'timeoutMs')
  const maxMs = Math.max(
    requireMilliseconds(intervalMs, 'intervalMs'),
    requireMilliseconds(maxIntervalMs, 'maxIntervalMs'),
  )
  const started = performance.now()
  const elapsed = (): number => Math.round(performance.now() - started)
  const scope = new AbortScope(signal)
  let lastState: T | undefined
  let polls = 0
  scope.arm(timeoutMs, () => {
    const last = polls === 0 ? 'no answer yet' : `last state: ${nameOf(what, lastState as T)}`
    return new WaitTimeoutError(`Waited ${timeoutMs} ms for ${what.describe}; ${last}`, { lastState })
  })
  try {
    for (let pause = intervalMs; ; pause = Math.min(maxMs, pause * 1.5)) {
      const state = await poll({ ...rest, signal: scope.signal })
      scope.throwIfAborted()
      lastState = state
      polls += 1
      onPoll?.(state, { polls, elapsedMs: elapsed() })
      if (what.done(state)) return state
      const why = what.failed?.(state)
      if (why !== undefined)
        throw new WaitFailedError(`Waiting for ${what.describe} is in vain: ${why}`, { lastState: state })
      await scope.sleep(pause)
    }
  } finally {
    scope.close()
  }
}

function nameOf<T>(what: WaitGoal<T>, state: T): string {
  if (what.stateOf !== undefined) return what.stateOf(state)
  return typeof state === 'string' || typeof state === 'number' ? String(state) : 'unknown'
}
