import { NotFoundError } from '../errors/api-errors.ts'
import { PartialCreateError, WaitFailedError } from '../errors/client-errors.ts'
import { pickRequestOptions } from '../transport/check-options.ts'
import type { RequestOptions } from '../transport/options.ts'
import { reasonOf } from '../validate/invalid-argument.ts'
import { checkWaitOptions, type WaitOptions } from './wait.ts'

/** What is created, and how it is waited for. */
export interface CreateAndWaitSteps<C, T> {
  /** For messages: `server`. */
  readonly noun: string
  create(request: RequestOptions): Promise<C>
  wait(created: C, options: WaitOptions<T>): Promise<T>
}

/**
 * Creates something and waits until it is ready, within one `timeoutMs` (default 600_000), and returns both what the creation returned and
 * the state at the end. What was created is never lost: an error after the creation carries it.
 *
 * @throws {InvalidArgumentError} for options that cannot be followed, before anything is created.
 * @throws {PartialCreateError} with what was created, if waiting for it fails; also if the caller aborts then, or `onPoll` throws.
 */
export async function createAndWait<C extends { readonly id: string | number }, T>(
  steps: CreateAndWaitSteps<C, T>,
  options: WaitOptions<T> = {},
): Promise<{ created: C; state: T }> {
  const { noun, create, wait } = steps
  const request = pickRequestOptions(options)
  // Checked before anything is created, not when the wait begins.
  const { timeoutMs, intervalMs, maxIntervalMs, onPoll } = checkWaitOptions(options)
  const started = performance.now()
  const created = await create({ ...request, timeoutMs })
  try {
    const left = Math.max(0, timeoutMs - (performance.now() - started))
    const state = await wait(created, { ...request, intervalMs, maxIntervalMs, onPoll, timeoutMs: Math.round(left) })
    return { created, state }
  } catch (cause) {
    const reason = reasonOf(cause)
    const isGone =
      NotFoundError.isInstance(cause) || (WaitFailedError.isInstance(cause) && /has been deleted/.test(reason))
    const fate = isGone ? 'It no longer exists; what was known of it' : 'It still exists, and'
    const message = `Created ${noun} ${created.id}, but waiting for it failed: ${reason}. ${fate} is in \`created\` of this error`
    throw new PartialCreateError(message, { created: [created] }, { cause })
  }
}
