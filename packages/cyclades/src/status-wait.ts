import { type RequestOptions, type WaitOptions, waitFor } from '@kamaki/core'

/** How the states of a kind of resource follow each other, as far as waiting has to know. */
export interface StatusRules<T> {
  /** What is waited for, "server 42" say. */
  describe: string
  statusOf(resource: T): string
  /** What else the state is made of, for messages. */
  stateOf?(resource: T): string
  /** Whether something is still being done to it, so that the status is not yet the last word. */
  busy?(resource: T): boolean
  /** States that are left only by deletion. */
  broken: readonly string[]
  /** The state that is never left. */
  deleted: string
  /** States in which it rests: they count only once nothing is being done any more. */
  resting?: readonly string[]
}

/** What to wait for: a status, any of several, or whatever a function tells. */
export type Target<T, S extends string> = S | readonly S[] | ((resource: T) => boolean)

/** Polls until the target is reached; ends early when it no longer can be. */
export function waitUntilStatus<T, S extends string>(
  poll: (options: RequestOptions) => Promise<T>,
  target: Target<T, S>,
  rules: StatusRules<T>,
  options?: WaitOptions<T>,
): Promise<T> {
  const isTarget =
    typeof target === 'function' ? undefined : new Set<string>(typeof target === 'string' ? [target] : target)
  const done = (resource: T): boolean => {
    if (typeof target === 'function') return target(resource)
    const status = rules.statusOf(resource)
    if (!isTarget?.has(status)) return false
    return !(rules.resting?.includes(status) && rules.busy?.(resource))
  }
  const goal = typeof target === 'function' ? 'to be as wanted' : `to be ${[...(isTarget ?? [])].join(' or ')}`
  return waitFor(
    poll,
    {
      describe: `${rules.describe} ${goal}`,
      stateOf: rules.stateOf ?? rules.statusOf,
      done,
      failed(resource) {
        const status = rules.statusOf(resource)
        if (status === rules.deleted) return 'it has been deleted'
        // What is broken can still be deleted, so that waiting for its end goes on.
        return rules.broken.includes(status) && !isTarget?.has(rules.deleted) ? `its status is ${status}` : undefined
      },
    },
    options,
  )
}

/** Polls while the resource is in one of some states; ends early when it leaves them for the worse. */
export function waitWhileStatus<T, S extends string>(
  poll: (options: RequestOptions) => Promise<T>,
  current: S | readonly S[],
  rules: StatusRules<T>,
  options?: WaitOptions<T>,
): Promise<T> {
  const states = new Set<string>(typeof current === 'string' ? [current] : current)
  const broken = (status: string): boolean => rules.broken.includes(status)
  return waitFor(
    poll,
    {
      describe: `${rules.describe} to be no longer ${[...states].join(' or ')}`,
      stateOf: rules.stateOf ?? rules.statusOf,
      done(resource) {
        const status = rules.statusOf(resource)
        if (states.has(status)) return false
        // From a broken state there is one way only, so that deletion is what was waited for.
        return status === rules.deleted ? [...states].some(broken) : !broken(status)
      },
      failed(resource) {
        const status = rules.statusOf(resource)
        if (states.has(status)) return undefined
        return status === rules.deleted ? 'it has been deleted' : `its status is ${status}`
      },
    },
    options,
  )
}
