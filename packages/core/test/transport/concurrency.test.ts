import { Client } from '@kamaki/core'
import { Http, path } from '@kamaki/core/toolkit'
import { describe, expect, it } from 'vitest'
import { rejection, serve } from '../support/servers.ts'

/** Counts requests in flight. */
async function gauge() {
  const state = { active: 0, most: 0 }
  const origin = await serve((request, response) => {
    state.active += 1
    state.most = Math.max(state.most, state.active)
    setTimeout(() => {
      state.active -= 1
      response.writeHead(request.url === '/no' ? 400 : 200).end('{}')
    }, 10)
  })
  return { origin, state }
}

describe('concurrency', () => {
  it('limits the requests in flight of one client', async () => {
    const { origin, state } = await gauge()
    const client = new Client(origin, 'token', { concurrency: 3 })
    await Promise.all(Array.from({ length: 12 }, (_, n) => client.request('GET', path`${n}`)))
    expect(state.most).toBe(3)
  })

  it('is 32 by default', async () => {
    const { origin, state } = await gauge()
    const client = new Client(origin, 'token')
    await Promise.all(Array.from({ length: 80 }, (_, n) => client.request('GET', path`${n}`)))
    expect(state.most).toBeLessThanOrEqual(32)
    expect(state.most).toBeGreaterThan(3)
  })

  it('applies to all endpoints that share a client', async () => {
    const { origin, state } = await gauge()
    const http = new Http(origin, 'token', { concurrency: 2 })
    const other = http.at(`${origin}/other`)
    expect(other.endpointUrl).toBe(`${origin}/other`)
    await Promise.all(Array.from({ length: 8 }, (_, n) => (n % 2 ? http : other).json('GET', path`${n}`)))
    expect(state.most).toBe(2)
  })

  it('lets the reader of a body make a request within its slot', async () => {
    const { origin } = await gauge()
    const http = new Http(origin, 'token', { concurrency: 1 })
    const read = http.read('GET', 'x', {}, async (response) => {
      const inner = await http.json('GET', 'y', { withinSlot: true })
      return [inner, await response.json()]
    })
    expect(await read).toEqual([{}, {}])
  })

  it('releases the slot after failures, and with the headers of an open body', async () => {
    const { origin } = await gauge()
    const client = new Client(origin, 'token', { concurrency: 1 })
    await rejection(client.request('GET', 'no'))
    await rejection(client.request('GET', 'x', { signal: AbortSignal.abort() }))
    const open = await client.send('GET', 'x')
    expect(await client.request('GET', 'y')).toEqual({})
    expect(await open.json()).toEqual({})
  })

  it('leaves no connections behind after unread bodies', async () => {
    let sockets = 0
    const origin = await serve((_request, response) => response.end(Buffer.alloc(2_000_000)))
    const client = new Client(origin, 'token')
    const before = process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length
    for (let call = 0; call < 10; call += 1) {
      const response = await client.send('GET', 'x')
      await response.cancel()
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
    sockets = process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length
    // Both ends of a connection count: at most one is idle.
    expect(sockets - before).toBeLessThanOrEqual(2)
  })
})
