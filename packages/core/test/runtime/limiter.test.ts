import { InvalidArgumentError } from '@kamaki/core'
import { Limiter, mapLimit } from '@kamaki/core/toolkit'
import { describe, expect, it } from 'vitest'
import { rejection } from '../support/servers.ts'

const tick = () => new Promise((resolve) => setImmediate(resolve))

describe('a limiter', () => {
  it('admits up to its limit, and lets the others wait in order', async () => {
    const limiter = new Limiter(2)
    const order: number[] = []
    let active = 0
    let most = 0
    const jobs = [1, 2, 3, 4, 5].map((n) =>
      limiter.run(async () => {
        order.push(n)
        active += 1
        most = Math.max(most, active)
        await tick()
        active -= 1
      }),
    )
    await Promise.all(jobs)
    expect(order).toEqual([1, 2, 3, 4, 5])
    expect(most).toBe(2)
  })

  it('passes on the slot of a failed job', async () => {
    const limiter = new Limiter(1)
    await rejection(limiter.run(() => Promise.reject(new Error('no'))))
    expect(await limiter.run(async () => 'yes')).toBe('yes')
  })

  it('leaves the queue on abort, with the reason', async () => {
    const limiter = new Limiter(1)
    const release = await limiter.acquire()
    const abort = new AbortController()
    const waiting = limiter.acquire(abort.signal)
    const next = limiter.acquire()
    abort.abort('enough')
    expect(await rejection(waiting)).toBe('enough')
    release()
    release()
    const releaseNext = await next
    let third = false
    limiter.acquire().then(() => {
      third = true
    })
    await tick()
    expect(third).toBe(false)
    releaseNext()
    await tick()
    expect(third).toBe(true)
    expect(await rejection(Promise.resolve().then(() => limiter.acquire(AbortSignal.abort('late'))))).toBe('late')
  })

  it('rejects an invalid limit', () => {
    for (const max of [0, -1, 1.5, Number.NaN]) expect(() => new Limiter(max)).toThrow(InvalidArgumentError)
  })
})

describe('mapLimit', () => {
  it('keeps the order of results and never runs more than the limit', async () => {
    let active = 0
    let most = 0
    const results = await mapLimit([3, 1, 2], 2, async (n, index) => {
      active += 1
      most = Math.max(most, active)
      for (let i = 0; i < n; i += 1) await tick()
      active -= 1
      return `${index}:${n}`
    })
    expect(results).toEqual(['0:3', '1:1', '2:2'])
    expect(most).toBe(2)
  })

  it('takes an item only when its call can start', async () => {
    let taken = 0
    async function* items() {
      for (;;) {
        taken += 1
        yield taken
      }
    }
    const failure = new Error('stop')
    const error = await rejection(mapLimit(items(), 2, async (n) => (n === 3 ? Promise.reject(failure) : tick())))
    expect(error).toBe(failure)
    expect(taken).toBeLessThanOrEqual(4)
  })

  it('aborts the other calls after the first failure, and waits for them', async () => {
    const failure = new Error('first')
    let ended = false
    const error = await rejection(
      mapLimit([1, 2], 2, async (n, _index, signal) => {
        if (n === 2) throw failure
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
        await tick()
        ended = true
      }),
    )
    expect(error).toBe(failure)
    expect(ended).toBe(true)
  })

  it('ends at once when aborted while its source hangs', async () => {
    const abort = new AbortController()
    const hanging: AsyncIterable<number> = {
      [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }),
    }
    const done = mapLimit(hanging, 2, async () => undefined, { signal: abort.signal })
    abort.abort('enough')
    expect(await rejection(done)).toBe('enough')
  })

  it('leaves no listeners behind', async () => {
    const abort = new AbortController()
    let listeners = 0
    const { addEventListener, removeEventListener } = abort.signal
    abort.signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
      listeners += 1
      addEventListener.apply(abort.signal, args)
    }
    abort.signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
      listeners -= 1
      removeEventListener.apply(abort.signal, args)
    }
    await mapLimit([1, 2, 3], 2, tick, { signal: abort.signal })
    expect(listeners).toBe(0)
  })
})
