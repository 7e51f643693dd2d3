import type { ServerResponse } from 'node:http'
import { inspect } from 'node:util'
import {
  ApiError,
  Client,
  ConnectionError,
  InvalidArgumentError,
  KamakiError,
  ParseError,
  TimeoutError,
  WaitTimeoutError,
  waitFor,
} from '@kamaki/core'
import { createNodeFetch } from '@kamaki/core/node'
import { Http, path } from '@kamaki/core/toolkit'
import { describe, expect, it, onTestFinished } from 'vitest'
import { rejection, serve, serveSockets, serveTls, vector } from '../support/servers.ts'

const token = 'gAAAAA-this+is/the=token'

/** All that can be got to see of a value. */
function shown(value: unknown): string {
  const texts = [
    inspect(value, { depth: 20, showHidden: true, getters: true }),
    JSON.stringify(value) ?? '',
    String(value),
    inspect({ ...(value as object) }, { depth: 20 }),
  ]
  if (value instanceof Error) texts.push(value.stack ?? '', shown(value.cause))
  return texts.join('\n')
}

function expectNoToken(value: unknown): void {
  const text = shown(value)
  expect(text).not.toContain(token)
  expect(text).not.toContain(encodeURIComponent(token))
  expect(text).not.toContain(Buffer.from(token).toString('base64'))
}

class SubClient extends Client {
  static override readonly serviceType = 'sub'
  readonly resource = { http: this.http }
}

describe('the token does not show', () => {
  it('in a client, its Http, or what has a reference to it', async () => {
    const origin = await serve((_request, response) => response.end('{}'))
    for (const source of [token, () => token, async () => token]) {
      const client = new SubClient(origin, source)
      await client.request('GET', 'x')
      for (const value of [
        client,
        client.resource,
        new Http(origin, source),
        new Http(origin, source).at(`${origin}/other`),
      ])
        expectNoToken(value)
    }
  })

  it('in a response', async () => {
    const origin = await serve((_request, response) => response.end('{}'))
    const http = new Http(origin, token)
    for (const reply of [await http.send('GET', 'x'), await http.bytes('GET', 'x'), await http.empty('GET', 'x')]) {
      expectNoToken(reply)
      await reply.cancel()
    }
  })

  it.each([
    [
      'a fault that quotes it',
      (t: string) => JSON.stringify({ badRequest: { message: `bad ${t}`, details: { headers: [t], [t]: t } } }),
    ],
    [
      'a fault with a fault inside that quotes it',
      (t: string) =>
        JSON.stringify({ fault: { details: JSON.stringify({ unauthorized: { message: t, details: t } }) } }),
    ],
    ['a page that quotes it', (t: string) => `<html><title>${t}</title></html>`],
    ['a text that quotes it', (t: string) => `X-Auth-Token: ${t} / ${encodeURIComponent(t)}`],
  ])('in the error of %s', async (_what, body) => {
    const origin = await serve((request, response) =>
      response.writeHead(400).end(body(String(request.headers['x-auth-token']))),
    )
    const error = await rejection(new Client(origin, token).request('GET', 'x'))
    expect(ApiError.isInstance(error)).toBe(true)
    expectNoToken(error)
  })

  it('in the error of content that is not JSON', async () => {
    const origin = await serve((request, response) => response.end(`{${request.headers['x-auth-token']}`))
    const error = await rejection(new Client(origin, token).request('GET', 'x'))
    expect(ParseError.isInstance(error)).toBe(true)
    expectNoToken(error)
    const reply = await new Client(origin, token).send('GET', 'x')
    expectNoToken(await rejection(reply.json()))
  })

  it('in the error of a connection that fails, at any stage', async () => {
    const origins = [
      'http://127.0.0.1:1',
      'https://no-such-host.invalid',
      await serveSockets((socket) => socket.resetAndDestroy()),
      await serveSockets((socket) => socket.once('data', (data) => socket.end(data))),
      await serveSockets((socket) =>
        socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{')),
      ),
      await serveTls('good', (_request, response) => void response.end('{}')),
    ]
    for (const origin of origins) {
      const error = await rejection(new Client(origin, token, { retry: false }).request('GET', 'x'))
      expect(KamakiError.isInstance(error)).toBe(true)
      expectNoToken(error)
    }
  })

  it('in the error of a fetch that hands over the whole request', async () => {
    const fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
      const headers = Object.fromEntries(new Headers(init?.headers))
      const cause = Object.assign(new Error(`socket: ${JSON.stringify(headers)}`), {
        request: { input, headers },
        code: 'EPIPE',
      })
      throw Object.assign(new TypeError('fetch failed', { cause }), { config: { headers } })
    }
    const error = await rejection(
      new Client('http://cloud.example.org', token, { fetch, retry: false }).request('GET', 'x'),
    )
    expect(ConnectionError.isInstance(error) && error.code).toBe('EPIPE')
    expectNoToken(error)
  })

  it('in the error of a token that cannot be sent, or of a limit that is reached', async () => {
    const bad = `${token}\n`
    const refused = await rejection(Promise.resolve().then(() => new Client('http://cloud.example.org', bad)))
    expect(InvalidArgumentError.isInstance(refused)).toBe(true)
    expectNoToken(refused)
    const origin = await serveSockets(() => undefined)
    const late = await rejection(new Client(origin, token).request('GET', 'x', { timeoutMs: 20 }))
    expect(TimeoutError.isInstance(late)).toBe(true)
    expectNoToken(late)
    const waited = await rejection(
      waitFor(
        (options) => new Client(origin, token).request('GET', 'x', options),
        { done: () => true, describe: 'x' },
        { timeoutMs: 20 },
      ),
    )
    expect(WaitTimeoutError.isInstance(waited)).toBe(true)
    expectNoToken(waited)
  })

  it('in the error of a redirect', async () => {
    const origin = await serve((request, response) =>
      response
        .writeHead(302, { location: `https://elsewhere.example.org/?token=${request.headers['x-auth-token']}` })
        .end(),
    )
    expectNoToken(await rejection(new Client(origin, token).request('GET', 'x')))
  })

  it.each([
    ['a fault', (response: ServerResponse) => response.writeHead(404).end()],
    ['a web page', (response: ServerResponse) => response.end('<html>')],
    ['content that is not JSON', (response: ServerResponse) => response.end('{')],
    [
      'a response that breaks off',
      (response: ServerResponse) => response.writeHead(200, { 'content-length': 9 }).end('{'),
    ],
    ['a connection that breaks off', (response: ServerResponse) => response.destroy()],
    [
      'a redirect without end',
      (response: ServerResponse, url: string) => response.writeHead(302, { location: url }).end(),
    ],
  ])('in the error of %s to which a redirect leads with the token in its URL', async (_what, end) => {
    const secret = encodeURIComponent(token).replace('%2F', '/')
    const origin = await serve((request, response) => {
      if (request.url !== '/x') end(response, request.url ?? '')
      else response.writeHead(302, { location: `/see/${secret}/token?${secret}&next=${token}` }).end()
    })
    const lines: unknown[] = []
    const log = (...line: unknown[]): unknown => lines.push(line)
    const logger = { debug: log, info: log, warn: log, error: log }
    const client = new Client(origin, token, { retry: false, logger, logLevel: 'debug' })
    for (const call of [() => client.request('GET', 'x'), async () => (await client.send('GET', 'x')).json()])
      expectNoToken(await rejection(call()))
    expectNoToken(lines)
  })

  it('in a response to which a redirect leads with the token in its URL', async () => {
    const origin = await serve((request, response) =>
      request.url === '/x' ? response.writeHead(302, { location: `/y?${token}` }).end() : response.end('{}'),
    )
    const response = await new Client(origin, token).send('GET', 'x')
    expectNoToken(response)
    expect(response.url).toBe(`${origin}/y?***`)
    await response.cancel()
  })

  it('in the error of a path that names it, or of a limit that is reached there', async () => {
    const origin = await serveSockets(() => undefined)
    const call = { timeoutMs: 20, attemptTimeoutMs: 10, retry: false } as const
    expectNoToken(await rejection(new Client(origin, token).request('GET', path`x/${token}`, call)))
    expectNoToken(
      await rejection(new Client(origin, 'other').request('GET', path`x/${token}`, { ...call, secrets: [token] })),
    )
  })

  it('after it has been renewed, where a late response shows it', async () => {
    const origin = await serve((request, response) => {
      const isOld = request.headers['x-auth-token'] === token
      response.writeHead(isOld ? 401 : 400, { 'x-request-id': token }).end(`{"badRequest":{"message":"${token}"}}`)
    })
    let asked = 0
    const tokens = [token, 'a-new-token']
    const client = new Client(origin, () => tokens[asked++] ?? '', { retry: false })
    expect(await rejection(client.request('GET', 'x'))).toMatchObject({ status: 400, requestId: '***' })
    expectNoToken(await rejection(client.request('GET', path`x/${token}`)))
  })

  it('nor do other secrets of a call, where the server repeats them', async () => {
    const origin = await serve((request, response) => {
      let body = `${request.url} `
      request.on('data', (data) => {
        body += data
      })
      request.on('end', () => response.writeHead(400).end(`${body} ${request.headers.authorization}`))
    })
    const json = {
      server: { name: 'web', adminPass: 'pass-word', personality: [{ path: '/x', contents: 'cGVyc29u' }] },
    }
    const error = await rejection(new Client(origin, token).request('POST', 'x', { json }))
    expect(shown(error)).toContain('web')
    expect(shown(error)).not.toContain('pass-word')
    expect(shown(error)).not.toContain('cGVyc29u')
    const headers = { authorization: 'Basic dXNlcjpwYXNz' }
    const call = { headers, secrets: ['named-secret'], authenticate: false }
    const other = await rejection(new Client(origin, token).request('GET', 'named-secret', call))
    expect(shown(other)).toContain('*** (GET')
    expect(shown(other)).not.toContain('named-secret')
    expect(shown(other)).not.toContain('dXNlcjpwYXNz')
  })

  it('in credentials of a redirect, which is not followed', async () => {
    const seen: (string | undefined)[] = []
    const origin: string = await serve((request, response) => {
      seen.push(request.url)
      response.writeHead(302, { location: origin.replace('//', '//user:secret-word@') }).end()
    })
    const error = await rejection(new Client(origin, token).request('GET', 'x'))
    expect(ApiError.isInstance(error) && error.fault).toBe('redirect')
    expect(shown(error)).not.toContain('secret-word')
    expect(seen).toEqual(['/x'])
  })

  it('in credentials of an endpoint URL that is not valid', async () => {
    for (const url of ['https://user:secret-word@', 'ftp://user:secret-word@host', 'https://user:secret word@a b']) {
      const error = await rejection(Promise.resolve().then(() => new Client(url, token)))
      expect(InvalidArgumentError.isInstance(error)).toBe(true)
      expect(shown(error)).not.toContain('secret')
    }
  })

  it('in the header of any other origin, nor in any URL', async () => {
    const urls: string[] = []
    const other = await serve((request, response) => {
      urls.push(`${request.url} ${JSON.stringify(request.headers)}`)
      response.end('{}')
    })
    const origin = await serve((request, response) => {
      urls.push(String(request.url))
      response.writeHead(302, { location: other }).end()
    })
    await rejection(new Client(origin, token).request('GET', 'x', { query: { a: 'b' } }))
    expect(urls).toEqual(['/x?a=b'])
  })

  it('where a proxy is used: the request to it is encrypted end to end', async () => {
    const seen: string[] = []
    const proxy = await serveSockets((socket) => {
      socket.on('data', (data) => {
        seen.push(data.toString('latin1'))
        socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
      })
    })
    const fetch = createNodeFetch({ proxy, caFile: vector('ca.pem') })
    onTestFinished(() => fetch.close())
    const error = await rejection(
      new Client('https://cloud.example.org', token, { fetch, retry: false }).request('GET', 'x'),
    )
    expectNoToken(error)
    expect(seen.join()).toContain('CONNECT cloud.example.org:443')
    expect(seen.join()).not.toContain(token)
  })
})
