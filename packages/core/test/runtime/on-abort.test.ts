import { Client } from '@kamaki/core'
import { Limiter, mapLimit } from '@kamaki/core/toolkit'
import { describe, expect, it } from 'vitest'
import { onAbort } from '../../src/runtime/on-abort.ts'
import { rejection, serve } from '../support/servers.ts'
import { countedAbort } from '../support/signals.ts'

describe('a signal with many callbacks', () => {
  it('has one listener, and none after the last callback is removed', () => {
    const { controller, listeners } = countedAbort()
    const called: number[] = []
    const forget = [1, 2, 3].map((n) => onAbort(controller.signal, () => called.push(n)))
    expect(listeners()).toBe(1)
    forget[1]!()
    forget[1]!()
    controller.abort()
    expect(called).toEqual([1, 3])
    forget[0]!()
    forget[2]!()
    expect(listeners()).toBe(0)
  })

  it('can be used again after that', () => {
    const { controller, listeners } = countedAbort()
    onAbort(controller.signal, () => undefined)()
    expect(listeners()).toBe(0)
    let called = false
    onAbort(controller.signal, () => {
      called = true
    })
    controller.abort()
    expect(called).toBe(true)
  })

  it('can be shared by a hundred calls without a warning of a leak', async () => {
    const warnings: Error[] = []
    const keep = (warning: Error) => void warnings.push(warning)
    process.on('warning', keep)
    const origin = await serve((_request, response) => setTimeout(() => response.end('{}'), 5))
    const { signal } = new AbortController()
    const client = new Client(origin, 'token', { concurrency: 20 })
    await Promise.all(Array.from({ length: 100 }, () => client.request('GET', 'x', { signal })))
    await mapLimit(
      Array.from({ length: 60 }),
      30,
      (_item, _index, own) => client.request('GET', 'x', { signal: own }),
      { signal },
    )
    const limiter = new Limiter(1)
    await Promise.all(Array.from({ length: 30 }, () => limiter.run(async () => undefined, signal)))
    await new Promise((resolve) => setImmediate(resolve))
    process.off('warning', keep)
    expect(warnings.map(String)).toEqual([])
  })

  it('ends them all', async () => {
    const origin = await serve(() => undefined)
    const abort = new AbortController()
    const client = new Client(origin, 'token', { concurrency: 5 })
    const calls = Array.from({ length: 20 }, () => rejection(client.request('GET', 'x', { signal: abort.signal })))
    setTimeout(() => abort.abort('enough'), 20)
    expect(new Set(await Promise.all(calls))).toEqual(new Set(['enough']))
  })
})
