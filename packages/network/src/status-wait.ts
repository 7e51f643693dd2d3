import { type RequestOptions, type WaitOptions, waitFor } from '@kamaki/core'

/** What to wait for: a status, one of several, or whatever a function tells. */
export type Target<T, S extends string> = S | readonly S[] | ((thing: T) => boolean)

/** How the states of a kind of thing follow each other, as far as waiting has to know. */
export interface StatusRules<T> {
  /** "port 42" */
  what: string
  statusOf(thing: T): string
  /** States that it does not leave by itself, unless for DELETED. */
  final: readonly string[]
  /** Why nothing more is going to happen to it, if that is so. */
  stuck?(thing: T): string | undefined
}

/** Polls until the target is reached; ends early when it cannot be any more. */
export function waitUntilStatus<T, S extends string>(
  poll: (options: RequestOptions) => Promise<T>,
  target: Target<T, S>,
  rules: StatusRules<T>,
  options?: WaitOptions<T>,
): Promise<T> {
  const wanted = typeof target === 'function' ? [] : ([target].flat() as string[])
  return waitFor(
    poll,
    {
      describe: `${rules.what} to be ${typeof target === 'function' ? 'as wanted' : wanted.join(' or ')}`,
      stateOf: rules.statusOf,
      done: (thing) => (typeof target === 'function' ? target(thing) : wanted.includes(rules.statusOf(thing))),
      failed(thing) {
        const status = rules.statusOf(thing)
        // What is broken can still be deleted: waiting for that goes on.
        const final = rules.final.includes(status) && !(status !== 'DELETED' && wanted.includes('DELETED'))
        return final ? `it is ${status}` : rules.stuck?.(thing)
      },
    },
    options,
  )
}

/** Polls while it is in one of some states; ends early when it leaves them for a bad end. */
export function waitWhileStatus<T, S extends string>(
  poll: (options: RequestOptions) => Promise<T>,
  current: S | readonly S[],
  rules: StatusRules<T>,
  options?: WaitOptions<T>,
): Promise<T> {
  const states = [current].flat() as string[]
  const left = (thing: T) => !states.includes(rules.statusOf(thing))
  return waitFor(
    poll,
    {
      describe: `${rules.what} to be no longer ${states.join(' or ')}`,
      stateOf: rules.statusOf,
      done: (thing) => left(thing) && !rules.final.includes(rules.statusOf(thing)),
      failed: (thing) => (left(thing) ? `it is ${rules.statusOf(thing)}` : rules.stuck?.(thing)),
    },
    options,
  )
}
