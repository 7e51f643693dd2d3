import { clock } from '../control/live.ts'
import type { CloudClock } from '../control/types.ts'

let seen: { readonly clock: CloudClock; readonly at: number } | undefined

/** The cloud's time now: a clock that runs has gone on since it was fetched. */
export function cloudNow(): number {
  const value = clock.value.value
  if (!value) return Date.now()
  if (seen?.clock !== value) seen = { clock: value, at: performance.now() }
  return value.manual ? value.now : value.now + performance.now() - seen.at
}
