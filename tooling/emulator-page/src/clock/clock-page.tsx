import type { VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { control } from '../control/control.ts'
import { clock, useLive } from '../control/live.ts'
import type { CloudClock } from '../control/types.ts'
import { count, formatTime } from '../ui/format.ts'
import { ErrorNotice } from '../ui/parts.tsx'
import { cloudNow } from './cloud-time.ts'

/** The cloud's time, drawn anew each second. */
export function CloudTime(): VNode | null {
  const value = useLive(clock)
  const [, tick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => tick((ticks) => ticks + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  return value ? <time dateTime={new Date(cloudNow()).toISOString()}>{formatTime(cloudNow())}</time> : null
}

const SECOND = 1000
const STEPS: readonly (readonly [string, number])[] = [
  ['1 second', SECOND],
  ['1 minute', 60 * SECOND],
  ['1 hour', 3600 * SECOND],
  ['1 day', 24 * 3600 * SECOND],
  ['30 days', 30 * 24 * 3600 * SECOND],
]
const UNITS: Readonly<Record<string, number>> = {
  seconds: SECOND,
  minutes: 60 * SECOND,
  hours: 3600 * SECOND,
  days: 24 * 3600 * SECOND,
}

/** The cloud's time, and buttons that turn it. */
export function ClockPage(): VNode {
  const value = useLive(clock)
  const [error, setError] = useState<unknown>()
  const [amount, setAmount] = useState('10')
  const [unit, setUnit] = useState('minutes')
  const turn = async (body: { advanceMs: number } | { runAll: true }): Promise<void> => {
    try {
      clock.value.value = await control<CloudClock>('POST', '/clock', body)
      setError(undefined)
    } catch (reason) {
      setError(reason)
    }
  }
  const advance = (event: Event): void => {
    event.preventDefault()
    void turn({ advanceMs: Math.round(Number(amount) * (UNITS[unit] ?? 0)) })
  }
  return (
    <>
      <h1 tabIndex={-1}>Clock</h1>
      <p class="lead">
        Everything that takes time in the cloud goes by this clock: servers that are being built, tokens that expire.
      </p>
      <ErrorNotice error={error ?? clock.error.value} />
      {value && (
        <>
          <p class="time-now" data-testid="cloud-time">
            <CloudTime />
          </p>
          <p class="quiet" data-testid="pending">
            {value.manual ? 'It stands still until it is turned.' : "It runs with the machine's clock."}{' '}
            {value.pending === 0 ? 'No work is planned.' : `${count(value.pending, 'piece')} of work planned.`}
          </p>
          <section class="card" aria-label="Turn the clock">
            <h2>Turn it forward</h2>
            <div class="bar">
              {STEPS.map(([label, advanceMs]) => (
                <button key={label} type="button" onClick={() => void turn({ advanceMs })}>
                  {label}
                </button>
              ))}
            </div>
            <form class="bar" onSubmit={advance}>
              <input
                type="number"
                min="0"
                step="any"
                required
                aria-label="How far"
                value={amount}
                onInput={({ currentTarget }) => setAmount(currentTarget.value)}
              />
              <select aria-label="Unit" value={unit} onChange={({ currentTarget }) => setUnit(currentTarget.value)}>
                {Object.keys(UNITS).map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
              <button type="submit">Turn</button>
            </form>
            <button type="button" class="alone" onClick={() => void turn({ runAll: true })}>
              Until all that is planned is done
            </button>
          </section>
        </>
      )}
    </>
  )
}
