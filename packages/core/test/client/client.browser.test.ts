import { ApiError, Client, ConnectionError, NotFoundError, TimeoutError } from '@kamaki/core'
import { path } from '@kamaki/core/toolkit'
import { describe, expect, inject, it } from 'vitest'

const cloud = inject('cloud')
const client = new Client(cloud, 'token', { retry: { baseMs: 1 } })

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => Promise.reject(new Error('it did not reject')),
    (error: unknown) => error,
  )
}

describe('in a browser', () => {
  it('sends JSON with its length, and encodes paths and queries', async () => {
    const json = { limit: Number.POSITIVE_INFINITY }
    expect(await client.request('POST', path`${'a/b'}`, { json, query: { q: 'x y', flag: null } })).toMatchObject({
      method: 'POST',
      url: '/a%2Fb?q=x%20y&flag',
      token: 'token',
      length: '29',
      type: 'application/json',
      text: '{"limit":9223372036854775807}',
    })
    expect(await client.request('PUT', 'x')).toMatchObject({ length: '0', bytes: 0 })
  })

  it('sends bytes, Blobs, strings and streams with their length', async () => {
    const bytes = new Uint8Array(300_000)
    for (const body of [
      bytes,
      new Blob([bytes]),
      'x'.repeat(300_000),
      new Blob([bytes]).stream(),
      () => new Blob([bytes]).stream(),
    ]) {
      const response = await client.request<{ chunked?: string }>('PUT', 'x', { body })
      expect(response).toMatchObject({ bytes: 300_000, length: '300000' })
      expect(response.chunked).toBeUndefined()
    }
  })

  it('can use the other methods of Synnefo', async () => {
    expect(await client.request('COPY', 'x', { headers: { 'X-A': 'b' } })).toMatchObject({ method: 'COPY' })
    const head = await client.send('HEAD', 'x')
    expect(head.headers.get('x-object-version')).toBe('7')
  })

  it('retries, and reads error responses', async () => {
    expect(await client.request('GET', 'busy')).toMatchObject({ url: '/busy' })
    const error = await rejection(client.request('GET', 'no'))
    expect(NotFoundError.isInstance(error) && error.fault).toBe('itemNotFound')
  })

  it('bypasses the cache of the browser', async () => {
    const first = await client.request<{ calls: number }>('GET', 'kept')
    const second = await client.request<{ calls: number }>('GET', 'kept')
    expect(second.calls).toBeGreaterThan(first.calls)
  })

  it('says that it cannot see the target of a redirect', async () => {
    const error = await rejection(client.request('GET', 'redirect'))
    expect(ApiError.isInstance(error) && error.fault).toBe('redirect')
    expect(String(error)).toContain('Use the final URL')
  })

  it('distinguishes connection failures from timeouts and aborts', async () => {
    const once = { retry: false } as const
    expect(ConnectionError.isInstance(await rejection(client.request('GET', 'cut', once)))).toBe(true)
    expect(
      ConnectionError.isInstance(await rejection(new Client('http://127.0.0.1:1', 'token', once).request('GET', 'x'))),
    ).toBe(true)
    expect(TimeoutError.isInstance(await rejection(client.request('GET', 'stall', { timeoutMs: 60 })))).toBe(true)
    const reason = new Error('enough')
    const abort = new AbortController()
    const stalled = rejection(client.request('GET', 'stall', { signal: abort.signal }))
    setTimeout(() => abort.abort(reason), 20)
    expect(await stalled).toBe(reason)
  })

  it('says what may be wrong if the server allows no other origin', async () => {
    const error = await rejection(new Client(inject('closed'), 'token', { retry: false }).request('GET', 'x'))
    expect(ConnectionError.isInstance(error)).toBe(true)
    expect(String(error)).toContain('CORS')
  })

  it('says why an open body ends early, however it is read', async () => {
    const once = { retry: false } as const
    for (const read of ['text', 'json', 'arrayBuffer'] as const) {
      const cut = await client.send('GET', 'cut', once)
      expect(ConnectionError.isInstance(await rejection(cut[read]()))).toBe(true)
    }
    const reason = new Error('enough')
    const abort = new AbortController()
    const stalled = await client.send('GET', 'stall', { signal: abort.signal })
    const reading = rejection(stalled.arrayBuffer())
    abort.abort(reason)
    expect(await reading).toBe(reason)
  })

  it('says that a body which cannot be decoded may not match its Content-Encoding', async () => {
    const error = await rejection(client.request('GET', 'mislabelled', { retry: false }))
    expect(ConnectionError.isInstance(error)).toBe(true)
    expect(String(error)).toContain('Content-Encoding: gzip')
    const open = await client.send('GET', 'mislabelled', { retry: false })
    expect(String(await rejection(open.text()))).toContain('Content-Encoding: gzip')
  })

  it('streams a response', async () => {
    const response = await client.send('GET', 'x')
    const { token } = await response.json<{ token: string }>()
    expect(token).toBe('token')
  })
})
