import { createObserver, type Observer } from './observer.ts'

/** What observes clients that have no observer of their own where the variable `KAMAKI_LOG` is set. */
export function environmentObserver(level: string | undefined): Observer | undefined {
  return level ? createObserver() : undefined
}
