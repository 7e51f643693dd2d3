import { readFileSync } from 'node:fs'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import type { Elsewhere, FaultGroup, Meaning } from '../fault.ts'

const wrong: Meaning = { ending: 'TlsError' }

const vector = (name: string): Buffer =>
  readFileSync(new URL(`../../../../packages/core/test/vectors/tls/${name}`, import.meta.url))

async function listen(server: Server, scheme: string): Promise<Elsewhere> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `${scheme}://localhost:${(server.address() as AddressInfo).port}`,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function tlsServer(certificate: string): Promise<Elsewhere> {
  const server = createTlsServer(
    { cert: vector(`${certificate}.pem`), key: vector(`${certificate}.key`) },
    (_request, response) => response.end('{}'),
  )
  server.on('tlsClientError', () => undefined)
  return listen(server, 'https')
}

const nowhere = (origin: string) => async (): Promise<Elsewhere> => ({ origin, close: async () => undefined })

export const endpoints: FaultGroup = {
  title: 'Endpoints that are not there',
  about:
    'A host that refuses the connection is tried again; what a wrong URL or certificate causes is not. No request has been sent, so nothing can have come of it.',
  faults: [
    {
      name: 'a certificate that nobody signed',
      endpoint: () => tlsServer('self'),
      times: 'always',
      means: wrong,
    },
    {
      name: 'a certificate that has expired',
      endpoint: () => tlsServer('expired'),
      times: 'always',
      means: wrong,
    },
    {
      name: 'plain HTTP, of a URL with https',
      endpoint: () =>
        listen(
          createServer((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))),
          'https',
        ),
      times: 'always',
      means: wrong,
    },
    {
      name: 'a host that is unknown',
      // Longer than a name can be, so that no name server is asked.
      endpoint: nowhere(`http://${'x'.repeat(64)}.invalid`),
      times: 'always',
      means: { ending: 'ConnectionError' },
    },
    {
      name: 'a port that fetch blocks',
      endpoint: nowhere('http://127.0.0.1:9'),
      times: 'always',
      means: { ending: 'InvalidArgumentError' },
    },
    {
      name: 'a refused connection',
      // No server of anybody's tests gets a port as low as this.
      endpoint: nowhere('http://127.0.0.1:2'),
      times: 'always',
      means: { ending: 'ConnectionError', transient: true },
    },
  ],
}

const never = new Promise<never>(() => undefined)
const unauthorized = 'HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n'

export const tokens: FaultGroup = {
  title: 'Tokens',
  about:
    'A token function is asked again, once a call, when the cloud responds 401: such a request was not carried out, so that any is sent again. What the function throws ends the call as it is.',
  faults: [
    {
      name: 'a token that has expired (401)',
      strike: { send: () => [unauthorized] },
      token: (_times, tokenOf) => counting((n) => tokenOf(n)),
      // Once: the new token is accepted. Always: it is not either, and that is that.
      means: (_operation, _fetch, times) => ({
        ending: times === 'once' ? 'success' : 'UnauthorizedError',
        sendings: 2,
      }),
    },
    {
      name: 'a token that has expired, and no other',
      strike: { send: () => [unauthorized] },
      token: (_times, tokenOf) => () => tokenOf(1),
      means: { ending: 'UnauthorizedError' },
    },
    {
      name: 'a token that has expired, and a function that throws',
      strike: { send: () => [unauthorized] },
      token: (_times, tokenOf) =>
        counting((n) => {
          if (n > 1) throw new Error('the vault is locked')
          return tokenOf(n)
        }),
      means: { ending: 'own' },
    },
    {
      name: 'a token function that throws',
      token: () => () => {
        throw new Error('the vault is locked')
      },
      times: 'always',
      means: { ending: 'own', sendings: 0 },
    },
    {
      name: 'a token function that returns nothing',
      token: () => () => '',
      times: 'always',
      means: { ending: 'InvalidArgumentError', sendings: 0 },
    },
    {
      name: 'a token function that never returns',
      token: (times, tokenOf) => counting((n) => (times === 'always' || n === 1 ? never : tokenOf(n))),
      slow: true,
      means: { ending: 'TimeoutError', sendings: 0, transient: true },
    },
  ],
}

function counting(tokenOf: (n: number) => string | Promise<string>): () => Promise<string> {
  let calls = 0
  return async () => {
    calls += 1
    return tokenOf(calls)
  }
}
