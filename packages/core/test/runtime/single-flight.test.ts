import { SingleFlight, sleep } from '@kamaki/core/toolkit'
import { expect, it } from 'vitest'
import { rejection } from '../support/servers.ts'
import { deferred } from '../support/signals.ts'

const timedOut = (ms: number): Error => new Error(`no result within ${ms} ms`)

it('does the work once for concurrent callers, and again for a later one', async () => {
  const flight = new SingleFlight<number>(timedOut)
  let starts = 0
  const work = async (): Promise<number> => {
    starts += 1
    await sleep(10)
    return starts
  }
  expect(await Promise.all([flight.run(work), flight.run(work)])).toEqual([1, 1])
  expect(await flight.run(work)).toBe(2)
})

it('lets each caller leave by its own signal or time limit, and aborts the work when the last one leaves', async () => {
  const flight = new SingleFlight<void>(timedOut)
  let ended: unknown
  const work = async (signal: AbortSignal): Promise<void> => {
    await sleep(60_000, signal).catch((error: unknown) => {
      ended = error
    })
  }
  const leave = new AbortController()
  const first = rejection(flight.run(work, { signal: leave.signal }))
  const second = rejection(flight.run(work, { timeoutMs: 30 }))
  leave.abort(new Error('bye'))
  expect(await first).toMatchObject({ message: 'bye' })
  expect(ended).toBeUndefined()
  expect(await second).toMatchObject({ message: 'no result within 30 ms' })
  await sleep(1)
  expect(ended).toMatchObject({ name: 'AbortError' })
})

it('shares a failure, but does not keep it', async () => {
  const flight = new SingleFlight<string>(timedOut)
  const fail = async (): Promise<string> => Promise.reject(new Error('down'))
  const both = await Promise.all([rejection(flight.run(fail)), rejection(flight.run(fail))])
  expect(both.map(String)).toEqual(['Error: down', 'Error: down'])
  expect(await flight.run(async () => 'up')).toBe('up')
})

it('starts anew for those who come after it was forgotten, and ends as it was for those before', async () => {
  const flight = new SingleFlight<number>(timedOut)
  const first = deferred<number>()
  const before = flight.run(() => first.promise)
  flight.forget()
  const after = flight.run(async () => 2)
  first.resolve(1)
  expect(await Promise.all([before, after])).toEqual([1, 2])
})
