import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { AstakosClient, AuthenticationUrlError } from '@kamaki/astakos'
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

/** What a user of this URL and token is told. */
async function told(url: string, token = 'a-token'): Promise<Error> {
  const error = await errorOf(new AstakosClient(url, token, { retry: false }).authenticate())
  expect(KamakiError.isInstance(error)).toBe(true)
  return error
}

it('a wrong token', async () => {
  const { emulator } = testCloud()
  onTestFinished(() => emulator.close())
  await emulator.listen()
  const error = await told(emulator.env().authUrl, 'wrong-token')
  expect(UnauthorizedError.isInstance(error)).toBe(true)
  expect(error.message).toMatch(/does not accept the token: it is wrong, has expired, or belongs to another cloud/)
  expect(error.message).not.toContain('wrong-token')
})

it('a URL of something that is no Synnefo and has no such page', async () => {
  const error = await told(await serve(replying(404, 'text/html', page)))
  expect(AuthenticationUrlError.isInstance(error)).toBe(true)
  expect(error.message).toMatch(
    /\/v2\.0 is not the identity service of a Synnefo cloud: .*answered 404.*Copy AUTHENTICATION_URL.*\/identity\/v2\.0/,
  )
  expect(error).toMatchObject({
    authenticationUrl: expect.stringContaining('http://127.0.0.1'),
    cause: { status: 404 },
  })
})

it('a URL that goes on to /tokens, as in the words of the API guide', async () => {
  const { emulator } = testCloud()
  onTestFinished(() => emulator.close())
  await emulator.listen()
  const error = await told(`${emulator.env().authUrl}/tokens`)
  expect(AuthenticationUrlError.isInstance(error)).toBe(true)
  expect(error.message).toMatch(
    /\/tokens is not the identity service of a Synnefo cloud: .*answered 405: leave \/tokens out/,
  )
})

it('a URL that answers everything with a web page', async () => {
  const error = await told(await serve(replying(200, 'text/html', page)))
  expect(AuthenticationUrlError.isInstance(error)).toBe(true)
  expect(error.message).toMatch(/answered 200 with a web page/)
})

it('a URL that answers with JSON of its own', async () => {
  const error = await told(await serve(replying(200, 'application/json', '{"hello":"world"}')))
  expect(AuthenticationUrlError.isInstance(error)).toBe(true)
  expect(error.message).toMatch(/answered JSON, but no service catalog/)
})

it('a URL that sends elsewhere, as http sites do to https', async () => {
  const error = await told(await serve(replying(301, 'text/html', '', { location: 'https://accounts.example.org/' })))
  expect(AuthenticationUrlError.isInstance(error)).toBe(true)
  expect(error.message).toMatch(/answered 301 redirect: .*https:\/\/accounts\.example\.org/)
})

it('a URL of another service of the same Synnefo', async () => {
  const { emulator, authUrl } = testCloud()
  const url = authUrl.replace('identity/v2.0', 'account/v1.0')
  const astakos = new AstakosClient(url, 'token', { fetch: emulator.fetch })
  const error = await errorOf(astakos.authenticate())
  expect(AuthenticationUrlError.isInstance(error)).toBe(true)
  expect(error.message).toMatch(/a path that this Synnefo does not know/)
})

it('a host that does not exist', async () => {
  const error = await told('https://accounts.example.invalid/identity/v2.0')
  expect(ConnectionError.isInstance(error)).toBe(true)
  expect(error.message).toMatch(/accounts\.example\.invalid/)
})

it('a port where nobody listens', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as AddressInfo
  await new Promise((resolve) => other.close(resolve))
  const error = await told(`http://127.0.0.1:${port}/identity/v2.0`)
  expect(ConnectionError.isInstance(error)).toBe(true)
  expect(error.message).toMatch(/refuses the connection/)
})

it('https where the cloud speaks plain HTTP', async () => {
  const url = await serve(replying(200, 'text/html', page))
  const error = await told(url.replace('http:', 'https:'))
  expect(TlsError.isInstance(error)).toBe(true)
  expect(error.message).toMatch(/does not speak TLS there\. Use http:\/\//)
})

it('plain HTTP where the cloud speaks https', async () => {
  const port = await listening(createTlsServer({}))
  const error = await told(`http://127.0.0.1:${port}/identity/v2.0`)
  expect(ConnectionError.isInstance(error)).toBe(true)
})

it('a server that is none', async () => {
  const port = await listening(createServer((socket) => socket.end('220 mail.example.org ESMTP\r\n')))
  const error = await told(`http://127.0.0.1:${port}/identity/v2.0`)
  expect(ConnectionError.isInstance(error)).toBe(true)
})

it('a proxy that garbles JSON', async () => {
  const error = await told(await serve(replying(200, 'application/json', '{"access": {"token": ')))
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
  const foreign = Object.create({ [Symbol.for('@kamaki/core/error/AuthenticationUrlError')]: true })
  expect(AuthenticationUrlError.isInstance(foreign)).toBe(true)
  expect(AuthenticationUrlError.isInstance(new Error('x'))).toBe(false)
  expect(AuthenticationUrlError.isInstance(null)).toBe(false)
})

async function listening(other: Server): Promise<number> {
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    other.close()
  })
  return (other.address() as AddressInfo).port
}
