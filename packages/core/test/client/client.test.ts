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
  ])('at %s works at %s', (given, expected) => {
    expect(new Versioned(given, 'token').endpointUrl).toBe(expected)
  })

  it('without a default version takes the endpoint as it is', () => {
    expect(new Client('https://cloud.example.org/generic///', 'token').endpointUrl).toBe(
      'https://cloud.example.org/generic',
    )
  })

  it('joins paths, and says who it is', async () => {
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

  it('gives undefined for an empty reply, JSON whatever its label', async () => {
    const origin = await serve((request, response) => {
      if (request.url === '/empty') response.writeHead(204).end()
      else response.writeHead(200, { 'content-type': 'text/plain' }).end('{"n": 9223372036854775807}')
    })
    const client = new Client(origin, 'token')
    expect(await client.request('DELETE', 'empty')).toBeUndefined()
    expect(await client.request('GET', 'x')).toEqual({ n: Number.POSITIVE_INFINITY })
    const reply = await client.send('GET', 'x', { expect: [200, 203] })
    expect([reply.status, reply.url, reply.headers.get('content-type')]).toEqual([200, `${origin}/x`, 'text/plain'])
    expect(Buffer.from(await reply.arrayBuffer()).toString()).toBe('{"n": 9223372036854775807}')
  })

  it('takes a success that the call does not expect for an error', async () => {
    const origin = await serve((_request, response) => response.writeHead(201).end('{}'))
    expect(String(await rejection(new Client(origin, 'token').request('PUT', 'x', { expect: 200 })))).toContain(
      'Unexpected success status for this call',
    )
  })

  it('names the version of the package', () => {
    const { version: stated } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string
    }
    expect(version).toBe(stated)
  })
})
