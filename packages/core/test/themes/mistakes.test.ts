import { readFileSync } from 'node:fs'
import {
  Client,
  ConnectionError,
  InvalidArgumentError,
  NotFoundError,
  ParseError,
  TlsError,
  UnauthorizedError,
} from '@kamaki/core'
import { createNodeFetch } from '@kamaki/core/node'
import { requireId } from '@kamaki/core/toolkit'
import { describe, expect, it, onTestFinished } from 'vitest'
import { closedPort, rejection, serve, serveSockets, serveTls, vector } from '../support/servers.ts'

async function failure(origin: string, options: object = {}): Promise<unknown> {
  return rejection(new Client(`${origin}/identity/v2.0`, 'a-token', { retry: false, ...options }).request('GET', 'x'))
}

function trusting() {
  const fetch = createNodeFetch({ caFile: vector('ca.pem') })
  onTestFinished(() => fetch.close())
  return { fetch }
}

const page = '<!DOCTYPE html><html><head><title>Welcome to nginx!</title></head></html>'
const ok = (_request: unknown, response: { end(text: string): unknown }): void => void response.end('{}')

describe('an error says what to do about', () => {
  it.each([
    ['nothing', undefined, 'got undefined'],
    ['a string', 'x', 'got "x"'],
    ['half a response', { ok: true, status: 200, json: async () => ({}) }, 'got an object'],
    ['a response without a body', { status: 200, headers: new Headers(), text: async () => '{}' }, 'got an object'],
  ])('a fetch of a test that resolves to %s, once', async (_what, value, says) => {
    let calls = 0
    const fetch = async (): Promise<unknown> => {
      calls += 1
      return value
    }
    const error = await failure('http://cloud.test', { fetch, retry: { limit: 3, baseMs: 1 } })
    expect(error).toMatchObject({ name: 'InvalidArgumentError', parameter: 'fetch' })
    expect(String(error)).toContain(`fetch must resolve to a Response with a body; ${says}`)
    expect(calls).toBe(1)
  })

  it('a wrong token', async () => {
    const origin = await serve((_request, response) =>
      response.writeHead(401).end('{"unauthorized": {"message": "Invalid token", "code": 401, "details": ""}}'),
    )
    const error = await failure(origin)
    expect(UnauthorizedError.isInstance(error)).toBe(true)
    expect(String(error)).toContain('401 unauthorized: Invalid token. The cloud does not accept the token')
    expect(String(error)).toContain('Get a new one')
  })

  it('a web server that is not a Synnefo cloud', async () => {
    const error = await failure(
      await serve((_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(page)),
    )
    expect(ParseError.isInstance(error) && error.contentType).toBe('text/html')
    expect(String(error)).toContain('this is not the URL of a Synnefo API')
    expect(String(error)).toContain('/identity/v2.0')
  })

  it('a page that is not found', async () => {
    const error = await failure(await serve((_request, response) => response.writeHead(404).end(page)))
    expect(NotFoundError.isInstance(error)).toBe(true)
    expect(String(error)).toContain('instead of a response of a Synnefo API: check the URL')
  })

  it('JSON that a proxy has truncated or changed', async () => {
    for (const body of ['{"access": {"tok', '{"access": undefined}', '\ufeffgarbage']) {
      const error = await failure(await serve((_request, response) => response.end(body)))
      expect(ParseError.isInstance(error)).toBe(true)
      expect(String(error)).toContain('Does a proxy change or truncate it?')
    }
  })

  it('an empty response', async () => {
    expect(
      String(
        await rejection(
          new Client(await serve((_request, response) => response.end()), 'a-token')
            .send('GET', 'x')
            .then((response) => response.json()),
        ),
      ),
    ).toContain('Expected JSON but got an empty body')
  })

  it('https to a port that speaks plain HTTP', async () => {
    const error = await failure((await serve(ok)).replace('http:', 'https:'))
    expect(TlsError.isInstance(error)).toBe(true)
    expect(String(error)).toContain('does not speak TLS there. Use http://')
  })

  it('http to a port that requires TLS', async () => {
    const error = await failure((await serveTls('good', ok)).replace('https:', 'http:'))
    expect(ConnectionError.isInstance(error)).toBe(true)
    expect(String(error)).toContain('https://')
    const nginx = await serve((_request, response) =>
      response.writeHead(400).end('<html><title>400 The plain HTTP request was sent to HTTPS port</title></html>'),
    )
    expect(String(await failure(nginx))).toContain('This port wants TLS: use https:// in the URL')
  })

  it('a server that does not speak HTTP', async () => {
    const error = await failure(await serveSockets((socket) => socket.end('SSH-2.0-OpenSSH_9.2p1\r\n')))
    expect(ConnectionError.isInstance(error)).toBe(true)
    expect(String(error)).toContain('is not HTTP. Is something else listening on this port?')
  })

  it.each([
    ['good', 'CA certificate of the cloud', false],
    ['self', 'self-signed', false],
    ['expired', 'has expired', true],
    ['other', 'is for another name', true],
  ])('the certificate %s', async (certificate, says, trusted) => {
    const origin = await serveTls(certificate, ok)
    const error = await failure(origin, trusted ? trusting() : {})
    expect(TlsError.isInstance(error) && error.host).toBe(new URL(origin).host)
    expect(String(error)).toContain(says)
    expect(String(error)).toContain(new URL(origin).host)
  })

  it('a host that requires a client certificate', async () => {
    const origin = await serveTls('good', ok, {
      requestCert: true,
      ca: readFileSync(vector('ca.pem')),
      maxVersion: 'TLSv1.2',
    })
    const error = await failure(origin, trusting())
    expect(TlsError.isInstance(error) || ConnectionError.isInstance(error)).toBe(true)
  })

  it('a host that does not exist', async () => {
    const error = await failure('https://no-such-host.invalid')
    expect(ConnectionError.isInstance(error) && ['ENOTFOUND', 'EAI_AGAIN'].includes(error.code ?? '')).toBe(true)
    expect(String(error)).toMatch(
      /the name no-such-host.invalid (is unknown. Check the URL|could not be looked up. Is there a network)/,
    )
  })

  it('a port that nothing listens on', async () => {
    for (const host of ['127.0.0.1', 'localhost']) {
      const error = await failure(`http://${host}:${await closedPort()}`)
      expect(ConnectionError.isInstance(error) && error.code).toBe('ECONNREFUSED')
      expect(String(error)).toContain('refuses the connection. Check host and port')
    }
  })

  it('a port that fetch bars', async () => {
    expect(String(await failure('http://127.0.0.1:9'))).toContain('fetch blocks this port of 127.0.0.1:9')
  })

  it('no network', async () => {
    const offline = (code: string) => ({
      fetch: () =>
        Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(`connect ${code}`), { code }) })),
    })
    expect(String(await failure('http://192.0.2.1', offline('ENETUNREACH')))).toContain('Is there a network?')
    expect(String(await failure('http://cloud.example.org', offline('EAI_AGAIN')))).toContain('Is there a network?')
  })

  it.each([
    '',
    'cloud.example.org',
    'ftp://cloud.example.org',
    'https://user:password@cloud.example.org',
    'https://cloud.example.org/?x=1',
    undefined,
  ])('an endpoint URL like %j', (url) => {
    expect(() => new Client(url as string, 'a-token')).toThrow(InvalidArgumentError)
    expect(() => new Client(url as string, 'a-token')).toThrow("Pass a URL such as 'https://")
  })

  it('no token', () => {
    expect(() => new Client('https://cloud.example.org', '')).toThrow('The token is empty. Pass your API token')
    expect(() => new Client('https://cloud.example.org', undefined as never)).toThrow(
      'is an environment variable unset?',
    )
    expect(() => new Client('https://cloud.example.org', 'abc\n')).toThrow('trim() it')
  })

  it('no scheme in the endpoint URL, and a token where the URL should be', () => {
    expect(() => new Client('localhost:8080/identity/v2.0', 'a-token')).toThrow(
      '"localhost:8080/identity/v2.0" is not a valid URL: it must start with https:// or http://',
    )
    const secret = 'ZvMJEXJIPeRkUUhTnH4GJuwxfuiD9mjO4tfbbV93Whx'
    const swapped = rejection((async () => new Client(secret, 'https://cloud.example.org'))())
    return expect(swapped.then(String)).resolves.toSatisfy(
      (message: string) =>
        message.includes('Did you pass the token first? The order is (endpoint URL, token)') &&
        !message.includes(secret),
    )
  })

  it('an environment variable that is not set', () => {
    expect(() => new Client('', 'a-token')).toThrow('The endpoint URL is empty (is an environment variable unset?)')
    expect(() => new Client('https://cloud.example.org', ' ')).toThrow('(is an environment variable unset?)')
  })

  it('an authentication URL, by that name', () => {
    class Identity extends Client {
      static override readonly urlWording = {
        noun: 'authentication URL',
        example: 'https://accounts.example.org/identity/v2.0',
        parameter: 'authUrl',
      }
    }
    expect(() => new Identity('', 'a-token')).toThrow(
      "The authentication URL is empty (is an environment variable unset?). Pass a URL such as 'https://accounts.example.org/identity/v2.0'",
    )
    expect(() => new Identity('accounts.example.org', 'a-token')).toThrow(
      expect.objectContaining({ parameter: 'authUrl' }),
    )
  })

  it('the endpoint of another service, or a malformed id', async () => {
    const error = await failure(
      await serve((_request, response) =>
        response
          .writeHead(400)
          .end('{"badRequest": {"message": "API endpoint not found", "code": 400, "details": ""}}'),
      ),
    )
    expect(String(error)).toContain(
      'an id in it is malformed, or the endpoint URL is that of another service (GET http://',
    )
  })

  it('an error response without a message, as for HEAD', async () => {
    const origin = await serve((_request, response) => response.writeHead(404).end())
    const client = new Client(origin, 'a-token')
    const error = await rejection(client.send('HEAD', 'x'))
    expect(String(error)).toBe(`NotFoundError: 404 not found (HEAD ${origin}/x)`)
  })

  it('an AbortController instead of its signal', async () => {
    const { fetch } = trusting()
    const client = new Client('http://127.0.0.1:9', 'a-token', { fetch })
    const error = await rejection(client.request('GET', 'x', { signal: new AbortController() as never }))
    expect(InvalidArgumentError.isInstance(error) && error.parameter).toBe('signal')
    expect(String(error)).toContain('must be an AbortSignal, such as controller.signal')
  })

  it('a missing await', () => {
    expect(() => requireId(Promise.resolve(7) as never, 'id')).toThrow('got a Promise. Is an await missing?')
  })
})
