import { ApiError, Client } from '@kamaki/core'
import { describe, expect, it } from 'vitest'
import { rejection, serve } from '../support/servers.ts'

/** Redirects by a map, responds to everything else, and records requests. */
async function redirects(map: Record<string, [number, string]>) {
  const seen: string[] = []
  const origin = await serve((request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers['x-auth-token']}`)
    const target = map[request.url ?? '']
    if (target === undefined) response.end('{"here":true}')
    else response.writeHead(target[0], { location: target[1] }).end('elsewhere')
  })
  return { origin, seen }
}

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])('%i is followed on the same origin, with the token', async (status) => {
    const { origin, seen } = await redirects({ '/a': [status, '/b?x=1'] })
    expect(await new Client(origin, 'token').request('GET', 'a')).toEqual({ here: true })
    expect(seen).toEqual(['GET /a token', 'GET /b?x=1 token'])
  })

  it('is not followed to another origin, which gets neither a request nor the token', async () => {
    const other = await redirects({})
    const { origin, seen } = await redirects({ '/a': [302, `${other.origin}/b`] })
    const error = await rejection(new Client(origin, 'secret-token').request('GET', 'a'))
    expect(ApiError.isInstance(error) && { status: error.status, fault: error.fault, details: error.details }).toEqual({
      status: 302,
      fault: 'redirect',
      details: `${other.origin}/b`,
    })
    expect(String(error)).toContain('use its URL')
    expect(seen).toEqual(['GET /a secret-token'])
    expect(other.seen).toEqual([])
  })

  it('is not followed to another scheme', async () => {
    for (const location of ['ftp://127.0.0.1/x', 'https://127.0.0.1/x', 'data:text/plain,x']) {
      const { origin: from } = await redirects({ '/a': [302, location] })
      expect(ApiError.isInstance(await rejection(new Client(from, 'token').request('GET', 'a')))).toBe(true)
    }
  })

  it('that is not HTTP says where it leads', async () => {
    for (const location of ['ftp://127.0.0.1/x', 'data:text/plain,x', 'blob:http://127.0.0.1/x', 'javascript:1']) {
      const { origin } = await redirects({ '/a': [302, location] })
      const error = await rejection(new Client(origin, 'token').request('GET', 'a'))
      expect(ApiError.isInstance(error) && error.fault).toBe('redirect')
      expect(String(error)).toContain(`it leads to a ${location.replace(/:.*/, ':')} URL`)
    }
  })

  it.each(['POST', 'PUT', 'DELETE', 'COPY'])('of a %s is not followed', async (method) => {
    const { origin, seen } = await redirects({ '/a': [307, '/b'] })
    const error = await rejection(new Client(origin, 'token').request(method, 'a'))
    expect(String(error)).toContain('only GET and HEAD requests follow redirects')
    expect(seen).toHaveLength(1)
  })

  it('is followed at most five times in a row', async () => {
    const { origin, seen } = await redirects({ '/a': [302, '/b'], '/b': [302, '/a'] })
    expect(String(await rejection(new Client(origin, 'token').request('GET', 'a')))).toContain(
      'more than 5 redirects in a row',
    )
    expect(seen).toHaveLength(6)
  })

  it('is returned if the call expects it', async () => {
    const { origin } = await redirects({ '/a': [302, 'https://login.example.org/'] })
    const response = await new Client(origin, 'token').send('GET', 'a', { expect: [302] })
    expect(response.headers.get('location')).toBe('https://login.example.org/')
    await response.cancel()
  })

  it('without a Location is an ordinary error', async () => {
    const origin = await serve((_request, response) => response.writeHead(302).end())
    expect(String(await rejection(new Client(origin, 'token').request('GET', 'a')))).toContain(
      'The redirect is not followed',
    )
  })
})
