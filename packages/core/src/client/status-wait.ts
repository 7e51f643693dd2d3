import { NotFoundError } from '../errors/api-errors.ts'
import type { RequestOptions } from '../transport/options.ts'
import { formatValue, rejectArgument } from '../validate/invalid-argument.ts'
import { type WaitOptions, waitFor } from './wait.ts'

/** What to wait for: a status, any of several, or whatever a function tells of the resource. */
export type StatusTarget<T, S extends string> = S | readonly S[] | ((resource: T) => boolean)

/** How the states of a kind of resource follow each other, as far as waiting has to know. */
export interface StatusRules<T> {
  /** What is waited for, for messages: `server 42`. */
  readonly describe: string
  statusOf(resource: T): string
  /** The state in a word or two, for messages. Default: the status. */
  stateOf?(resource: T): string
  /** Whether something is still being done to it, so that its status is not yet the last word. */
  busy?(resource: T): boolean
  /** Statuses that are left only by deletion. */
  readonly broken: readonly string[]
  /** The status that is never left. None where a deleted resource is simply not found. */
  readonly deleted?: string | undefined
  /** Statuses in which it rests: they count only once nothing is being done any more. */
  readonly resting?: readonly string[]
  /** Why nothing more is going to happen to it by itself, if that is so. */
  stuck?(resource: T): string | undefined
}

type Poll<T> = (options: RequestOptions) => Promise<T>

/**
 * Polls until a resource has a status, and returns it as it is then.
 *
 *     waitUntilStatus((poll) => this.get(id, poll), 'ACTIVE', rules, options)
 *
 * @throws {WaitFailedError} as soon as it is broken, deleted or stuck and that is not what is waited for.
 * @throws {InvalidArgumentError} if the target turns out to be misspelt: `active` for `ACTIVE`, `in-use` for `in_use`.
 * @throws {WaitTimeoutError} with the last state, when `timeoutMs` are over.
 */
export function waitUntilStatus<T, S extends string>(
  poll: Poll<T>,
  target: StatusTarget<T, S>,
  rules: StatusRules<T>,
  options?: WaitOptions<T>,
): Promise<T> {
  const wanted = typeof target === 'function' ? [] : statusesOf(target, 'target')
  const done = (resource: T): boolean => {
    if (typeof target === 'function') return target(resource)
    const status = rules.statusOf(resource)
    refuseMisspelt(wanted, status, 'target')
    return wanted.includes(status) && !(rules.resting?.includes(status) && rules.busy?.(resource))
  }
  // What is broken can still be deleted, so that waiting for its end goes on.
  const endAwaited = rules.deleted !== undefined && wanted.includes(rules.deleted)
  return waitFor(
    poll,
    {
      describe: `${rules.describe} to be ${typeof target === 'function' ? 'as wanted' : wanted.join(' or ')}`,
      stateOf: rules.stateOf ?? rules.statusOf,
      done,
      failed(resource) {
        const status = rules.statusOf(resource)
        return badEnd(status, rules, endAwaited) ?? rules.stuck?.(resource)
      },
    },
    options,
  )
}

/**
 * Polls while a resource has a status, and returns it as it is then.
 *
 * @throws {WaitFailedError} if it leaves the status because it broke or was deleted, or if it is stuck.
 * @throws {WaitTimeoutError} with the last state, when `timeoutMs` are over.
 */
export function waitWhileStatus<T, S extends string>(
  poll: Poll<T>,
  current: S | readonly S[],
  rules: StatusRules<T>,
  options?: WaitOptions<T>,
): Promise<T> {
  const states = statusesOf(current, 'current')
  // From a broken state there is one way only, so that deletion is what is waited for.
  const endAwaited = states.some((status) => rules.broken.includes(status))
  const end = (status: string): string | undefined =>
    endAwaited && status === rules.deleted ? undefined : badEnd(status, rules, false)
  return waitFor(
    poll,
    {
      describe: `${rules.describe} to be no longer ${states.join(' or ')}`,
      stateOf: rules.stateOf ?? rules.statusOf,
      done(resource) {
        const status = rules.statusOf(resource)
        refuseMisspelt(states, status, 'current')
        return !states.includes(status) && end(status) === undefined
      },
      failed(resource) {
        const status = rules.statusOf(resource)
        return states.includes(status) ? rules.stuck?.(resource) : end(status)
      },
    },
    options,
  )
}

/**
 * Polls until a resource is deleted: its status says so, or it is not found any more.
 *
 * @throws {WaitTimeoutError} with the last state, when `timeoutMs` are over.
 */
export async function waitUntilDeleted<T>(
  poll: Poll<T>,
  rules: StatusRules<T>,
  options?: WaitOptions<T | undefined>,
): Promise<void> {
  const look = async (request: RequestOptions): Promise<T | undefined> => {
    try {
      return await poll(request)
    } catch (error) {
      if (NotFoundError.isInstance(error)) return undefined
      throw error
    }
  }
  const stateOf = rules.stateOf ?? rules.statusOf
  await waitFor<T | undefined>(
    look,
    {
      describe: `${rules.describe} to be deleted`,
      stateOf: (resource) => (resource === undefined ? 'not found' : stateOf(resource)),
      done: (resource) => resource === undefined || rules.statusOf(resource) === rules.deleted,
    },
    options,
  )
}

function statusesOf<S extends string>(statuses: S | readonly S[], parameter: string): readonly string[] {
  const list = typeof statuses === 'string' ? [statuses] : statuses
  return Array.isArray(list) && list.length > 0 ? list : rejectArgument(parameter, 'must name a status')
}

/** `active` or `in-use` would be waited for until the time is over, though the resource is `ACTIVE` or `in_use`. */
function refuseMisspelt(statuses: readonly string[], status: string, parameter: string): void {
  if (statuses.includes(status)) return
  const letters = (text: string): string => text.toLowerCase().replace(/[^a-z]/g, '')
  const misspelt = statuses.find((other) => letters(other) === letters(status))
  if (misspelt !== undefined)
    rejectArgument(parameter, `must be '${status}', as the cloud writes it; got ${formatValue(misspelt)}`)
}

/** Why a status is the end of a wait for another, if it is. */
function badEnd<T>(status: string, { broken, deleted }: StatusRules<T>, endAwaited: boolean): string | undefined {
  if (status === deleted) return 'it has been deleted'
  return broken.includes(status) && !endAwaited ? `its status is ${status}` : undefined
}
