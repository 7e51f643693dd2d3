import * as v from 'valibot'
import { type Clock, LAST } from '../../base/clock.ts'
import { checked, formatValue, milliseconds, must, rejectInput, shape } from '../../base/input.ts'

const TURN = shape({
  advanceMs: v.optional(milliseconds),
  runAll: v.optional(v.literal(true, must('be true, or left out'))),
})

/** The clock as the control API shows it. */
export function clockOf(clock: Clock): Record<string, unknown> {
  return { now: clock.now(), manual: clock.manual, pending: clock.pending }
}

/** Turns the clock as a body says. @throws {EmulatorArgumentError} */
export function turnClock(clock: Clock, body: unknown): void {
  const { advanceMs, runAll } = checked(TURN, body, 'body')
  if ((advanceMs === undefined) === (runAll === undefined))
    rejectInput('body', 'must be {"advanceMs": MILLISECONDS} or {"runAll": true}')
  if (advanceMs === undefined) clock.runAll()
  else if (clock.now() + advanceMs > LAST)
    rejectInput('advanceMs', `must not turn the clock beyond the year 9999; got ${formatValue(advanceMs)}`)
  else clock.advance(advanceMs)
}
