import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { AstakosClient, AuthUrlError } from '@kamaki/astakos'
import {
  ConnectionError,
  InvalidArgumentError,
  KamakiError,
  ParseError,
  TlsError,
  UnauthorizedError,
} from '@kamaki/core'
import { errorOf, replying, serve } from '@kamaki-tooling/testing'
import { expect, it, onTestFinished } from 'vitest'
import { testCloud } from './cloud.ts'

const page = '<!DOCTYPE html><html><head><title>Welcome</title></head><body>Hello</body></html>'

/** The error that a user of this URL and token gets. */
async function errorFor(url: string, token = 'a-token'): Promise<Error> {
  const error = await errorOf(new AstakosClient(url, token, { retry: false }).authenticate())
  expect(KamakiError.isInstance(error)).toBe(true)
  return error
}

it('a wrong token', async () => {
  const { emulator } = testCloud()
  onTestFinished(() => emulator.close())
  await emulator.listen()
  const error = await errorFor(emulator.env().authUrl, 'wrong-token')
  expect(UnauthorizedError.isInstance(error)).toBe(true)
  expect(error.message).toMatch(/does not accept the token: it is wrong, has expired, or belongs to another cloud/)
  expect(error.message).not.toContain('wrong-token')
})

it('a URL of something that is not a Synnefo and has no such page', async () => {
  const error = await errorFor(await serve(replying(404, 'text/html', page)))
  expect(AuthUrlError.isInstance(error)).toBe(true)
  expect(error.message).toMatch(
    /\/v2\.0 is not the identity service of a Synnefo cloud: .*returned 404.*Copy the authentication URL.*\/identity\/v2\.0/,
  )
  expect(error).toMatchObject({
    authUrl: expect.stringContaining('http://127.0.0.1'),
    cause: { status: 404 },
  })
})

it('a URL that goes on to /tokens, as in the words of the API guide', async () => {
  const { emulator } = testCloud()
  onTestFinished(() => emulator.close())
  await emulator.listen()
  const error = await errorFor(`${emulator.env().authUrl}/tokens`)
  expect(AuthUrlError.isInstance(error)).toBe(true)
  expect(error.message).toMatch(
    /\/tokens is not the identity service of a Synnefo cloud: .*returned 405\. Remove \/tokens/,
  )
})

it('a URL that responds to everything with a web page', async () => {
  const error = await errorFor(await serve(replying(200, 'text/html', page)))
  expect(AuthUrlError.isInstance(error)).toBe(true)
  expect(error.message).toMatch(/returned a web page \(200\)/)
})

it('a URL that responds with JSON of its own', async () => {
  const error = await errorFor(await serve(replying(200, 'application/json', '{"hello":"world"}')))
  expect(AuthUrlError.isInstance(error)).toBe(true)
  expect(error.message).toMatch(/returned JSON without a service catalog/)
})

it('a URL that sends elsewhere, as http sites do to https', async () => {
  const error = await errorFor(
    await serve(replying(301, 'text/html', '', { location: 'https://accounts.example.org/' })),
  )
  expect(AuthUrlError.isInstance(error)).toBe(true)
  expect(error.message).toMatch(/returned 301 redirect: .*https:\/\/accounts\.example\.org/)
})

it('a URL of another service of the same Synnefo', async () => {
  const { emulator, authUrl } = testCloud()
  const url = authUrl.replace('identity/v2.0', 'account/v1.0')
  const astakos = new AstakosClient(url, 'token', { fetch: emulator.fetch })
  const error = await errorOf(astakos.authenticate())
  expect(AuthUrlError.isInstance(error)).toBe(true)
  expect(error.message).toMatch(/a path that this Synnefo does not know/)
})

it('a host that does not exist', async () => {
  const error = await errorFor('https://accounts.example.invalid/identity/v2.0')
  expect(ConnectionError.isInstance(error)).toBe(true)
  expect(error.message).toMatch(/accounts\.example\.invalid/)
})

it('a port where nobody listens', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as AddressInfo
  await new Promise((resolve) => other.close(resolve))
  const error = await errorFor(`http://127.0.0.1:${port}/identity/v2.0`)
  expect(ConnectionError.isInstance(error)).toBe(true)
  expect(error.message).toMatch(/refuses the connection/)
})

it('https where the cloud speaks plain HTTP', async () => {
  const url = await serve(replying(200, 'text/html', page))
  const error = await errorFor(url.replace('http:', 'https:'))
  expect(TlsError.isInstance(error)).toBe(true)
  expect(error.message).toMatch(/does not speak TLS there\. Use http:\/\//)
})

it('plain HTTP where the cloud speaks https', async () => {
  const port = await listening(createTlsServer({}))
  const error = await errorFor(`http://127.0.0.1:${port}/identity/v2.0`)
  expect(ConnectionError.isInstance(error)).toBe(true)
})

it('a server that does not speak HTTP', async () => {
  const port = await listening(createServer((socket) => socket.end('220 mail.example.org ESMTP\r\n')))
  const error = await errorFor(`http://127.0.0.1:${port}/identity/v2.0`)
  expect(ConnectionError.isInstance(error)).toBe(true)
})

it('a proxy that garbles JSON', async () => {
  const error = await errorFor(await serve(replying(200, 'application/json', '{"access": {"token": ')))
  expect(ParseError.isInstance(error)).toBe(true)
  expect(error.message).toMatch(/not valid JSON.*proxy/)
})

it('an empty token, and one with the line feed of its file', () => {
  const url = 'https://accounts.example.org/identity/v2.0'
  expect(() => new AstakosClient(url, '')).toThrow(/token is empty\. Pass your API token/)
  expect(() => new AstakosClient(url, 'abc\n')).toThrow(/line break.*trim\(\)/)
  expect(() => new AstakosClient(url, undefined as unknown as string)).toThrow(/environment variable unset\?/)
})

it('no URL', () => {
  expect(() => new AstakosClient('', 'token')).toThrow(InvalidArgumentError)
  expect(() => new AstakosClient(undefined as unknown as string, 'token')).toThrow(/URL is empty/)
  expect(() => new AstakosClient('accounts.example.org', 'token')).toThrow(/is not a valid URL/)
})

it('finds the error of another copy of the package', () => {
  const foreign = { [Symbol.for('@kamaki/core/error-names')]: ['AuthUrlError', 'KamakiError'] }
  expect(AuthUrlError.isInstance(foreign)).toBe(true)
  expect(AuthUrlError.isInstance(new Error('x'))).toBe(false)
  expect(AuthUrlError.isInstance(null)).toBe(false)
})

async function listening(other: Server): Promise<number> {
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    other.close()
  })
  return (other.address() as AddressInfo).port
}
