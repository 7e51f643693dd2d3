import { Client, InvalidArgumentError, UnauthorizedError } from '@kamaki/core'
import { describe, expect, it } from 'vitest'
import { rejection, serve } from '../support/servers.ts'
import { deferred } from '../support/signals.ts'

/** Accepts only one token, which can be changed, and records requests. */
async function cloud(valid: string) {
  const state = { valid, seen: [] as string[] }
  const origin = await serve((request, response) => {
    const token = String(request.headers['x-auth-token'])
    state.seen.push(token)
    response.writeHead(token === state.valid ? 200 : 401).end('{"ok":true}')
  })
  return { origin, state }
}

describe('a token', () => {
  it('that is a string is sent and never renewed', async () => {
    const { origin, state } = await cloud('right')
    expect(UnauthorizedError.isInstance(await rejection(new Client(origin, 'wrong').request('GET', 'x')))).toBe(true)
    expect(state.seen).toEqual(['wrong'])
  })

  it('from a function is requested once, then renewed once after a 401, also for a POST', async () => {
    const { origin, state } = await cloud('one')
    const tokens = ['one', 'two', 'three']
    let asked = 0
    const client = new Client(origin, () => tokens[asked++]!)
    await client.request('GET', 'x')
    await client.request('GET', 'x')
    state.valid = 'two'
    expect(await client.request('POST', 'x', { json: {} })).toEqual({ ok: true })
    await client.request('GET', 'x')
    expect(asked).toBe(2)
    expect(state.seen).toEqual(['one', 'one', 'one', 'two', 'two'])
    state.valid = 'none'
    expect(UnauthorizedError.isInstance(await rejection(client.request('GET', 'x')))).toBe(true)
    expect(state.seen.slice(5)).toEqual(['two', 'three'])
  })

  it('is renewed once for all concurrent calls that got a 401', async () => {
    const { origin, state } = await cloud('fresh')
    const gate = deferred<string>()
    let asked = 0
    const client = new Client(origin, () => {
      asked += 1
      return asked === 1 ? 'stale' : gate.promise
    })
    const calls = Array.from({ length: 10 }, () => client.request('GET', 'x'))
    while (state.seen.length < 10) await new Promise((resolve) => setTimeout(resolve, 1))
    gate.resolve('fresh')
    expect(await Promise.all(calls)).toEqual(Array(10).fill({ ok: true }))
    expect(asked).toBe(2)
    expect(state.seen.filter((token) => token === 'stale')).toHaveLength(10)
  })

  it('is not renewed if another call got a new one meanwhile', async () => {
    let asked = 0
    const seen: string[] = []
    const hold = deferred<void>()
    const origin = await serve(async (request, response) => {
      const token = String(request.headers['x-auth-token'])
      seen.push(`${request.url} ${token}`)
      if (request.url === '/slow' && token === 'token-1') await hold.promise
      response.writeHead(token === 'token-1' ? 401 : 200).end('{}')
    })
    const client = new Client(origin, () => `token-${++asked}`)
    const slow = client.request('GET', 'slow')
    await client.request('GET', 'fast')
    hold.resolve()
    await slow
    expect(asked).toBe(2)
    expect(seen.sort()).toEqual(['/fast token-1', '/fast token-2', '/slow token-1', '/slow token-2'])
  })

  it('is not tried again if the function returns the same one', async () => {
    const { origin, state } = await cloud('right')
    expect(
      UnauthorizedError.isInstance(await rejection(new Client(origin, async () => 'wrong').request('GET', 'x'))),
    ).toBe(true)
    expect(state.seen).toEqual(['wrong'])
  })

  it('that comes after a newer one does not replace it', async () => {
    const { origin, state } = await cloud('new')
    const late = deferred<string>()
    let asked = 0
    const client = new Client(origin, () => (asked++ === 0 ? late.promise : 'new'))
    await rejection(client.request('GET', 'x', { timeoutMs: 10 }))
    await client.request('GET', 'x')
    late.resolve('old')
    await late.promise
    await client.request('GET', 'x')
    expect(state.seen).toEqual(['new', 'new'])
  })

  it('is requested again after the function failed', async () => {
    const { origin } = await cloud('right')
    const failure = new Error('the vault is closed')
    let asked = 0
    const client = new Client(origin, async () => {
      asked += 1
      if (asked === 1) throw failure
      return 'right'
    })
    expect(await rejection(client.request('GET', 'x'))).toBe(failure)
    expect(await client.request('GET', 'x')).toEqual({ ok: true })
  })

  it('is omitted if the call says so', async () => {
    const { origin, state } = await cloud('undefined')
    await new Client(origin, 'token').request('POST', 'tokens', { json: {}, authenticate: false })
    expect(state.seen).toEqual(['undefined'])
  })

  it.each(['', ' ', 'a b', 'a\nb', 'a\r\nX-Evil: 1', 'tök', undefined, null, 7])(
    '%j is rejected without being quoted',
    async (token) => {
      expect(() => new Client('http://cloud.example.org', token as string)).toThrow(InvalidArgumentError)
      const error = await rejection(new Client('http://127.0.0.1:1', () => token as string).request('GET', 'x'))
      expect(InvalidArgumentError.isInstance(error)).toBe(true)
      if (typeof token === 'string' && token.trim() !== '') expect(String(error)).not.toContain(token)
    },
  )
})
