import { readFileSync } from 'node:fs'
import { Client, InvalidArgumentError } from '@kamaki/core'
import { describe, expect, it } from 'vitest'
import { version } from '../../src/transport/version.ts'
import { rejection, serve } from '../support/servers.ts'

class Versioned extends Client {
  static override readonly serviceType = 'test'
  static override readonly defaultVersion = 'v2.0'
}

describe('a client', () => {
  it.each([
    ['https://cloud.example.org/network', 'https://cloud.example.org/network/v2.0'],
    ['https://cloud.example.org/network/', 'https://cloud.example.org/network/v2.0'],
    ['https://cloud.example.org/network/v3', 'https://cloud.example.org/network/v3'],
    ['https://cloud.example.org/v1.1/network//', 'https://cloud.example.org/v1.1/network'],
    ['https://cloud.example.org/video', 'https://cloud.example.org/video/v2.0'],
    ['https://cloud.example.org', 'https://cloud.example.org/v2.0'],
    [new URL('https://cloud.example.org:443/a'), 'https://cloud.example.org/a/v2.0'],
  ])('for %s uses %s', (url, expected) => {
    expect(new Versioned(url, 'token').endpointUrl).toBe(expected)
  })

  it('without a default version uses the endpoint URL unchanged', () => {
    expect(new Client('https://cloud.example.org/generic///', 'token').endpointUrl).toBe(
      'https://cloud.example.org/generic',
    )
  })

  it('joins paths, and sends a User-Agent', async () => {
    const origin = await serve((request, response) =>
      response.end(JSON.stringify([request.url, request.headers['user-agent']])),
    )
    const agent = `kamaki-js/${version}`
    const client = new Client(`${origin}/v1`, 'token')
    for (const [path, url] of [
      ['a/b', '/v1/a/b'],
      ['/a', '/v1/a'],
      ['', '/v1'],
      ['/', '/v1/'],
      ['a//b/', '/v1/a//b/'],
      ['a,b:c;d', '/v1/a,b:c;d'],
    ] as const) {
      expect(await client.request('GET', path)).toEqual([url, agent])
    }
    const named = new Client(origin, 'token', { userAgent: 'my-app/2', headers: { 'x-a': 'b' } })
    expect(await named.request('GET', 'x')).toEqual(['/x', `my-app/2 ${agent}`])
    for (const path of ['a?b', 'a/../b', 'a#b']) {
      expect(
        InvalidArgumentError.isInstance(await rejection(Promise.resolve().then(() => client.request('GET', path)))),
      ).toBe(true)
    }
  })

  it('returns undefined for an empty response, and JSON whatever its Content-Type', async () => {
    const origin = await serve((request, response) => {
      if (request.url === '/empty') response.writeHead(204).end()
      else response.writeHead(200, { 'content-type': 'text/plain' }).end('{"n": 9223372036854775807}')
    })
    const client = new Client(origin, 'token')
    expect(await client.request('DELETE', 'empty')).toBeUndefined()
    expect(await client.request('GET', 'x')).toEqual({ n: Number.POSITIVE_INFINITY })
    const response = await client.send('GET', 'x', { expect: [200, 203] })
    expect(response).toMatchObject({ status: 200, url: `${origin}/x` })
    expect(response.headers.get('content-type')).toBe('text/plain')
    expect(Buffer.from(await response.arrayBuffer()).toString()).toBe('{"n": 9223372036854775807}')
  })

  it('treats an unexpected success status as an error', async () => {
    const origin = await serve((_request, response) => response.writeHead(201).end('{}'))
    expect(String(await rejection(new Client(origin, 'token').request('PUT', 'x', { expect: 200 })))).toContain(
      'Unexpected success status for this call',
    )
  })

  it('sends the version of the package', () => {
    const { version: expected } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string
    }
    expect(version).toBe(expected)
  })
})
