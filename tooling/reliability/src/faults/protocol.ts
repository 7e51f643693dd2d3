import type { Fault, FaultGroup, Meaning } from '../fault.ts'
import type { Operation } from '../operation.ts'
import { bytesOf, headOf, responding, type WireResponse } from '../wire.ts'

const fine: Meaning = { ending: 'success' }
const lost: Meaning = { ending: 'ConnectionError', transient: true, unknown: true }
const never: Meaning = { ending: 'ConnectionError', unknown: true }

const garbage = (name: string, sent: string | Buffer, means: Meaning = lost): Fault => ({
  name,
  strike: { send: () => [sent], end: 'close' },
  means,
})

const withHeaders = (real: WireResponse, headers: readonly (readonly [string, string])[]): Buffer =>
  bytesOf({ ...real, headers: [...real.headers, ...headers] })

const metadata = (count: number) => (): [string, string][] =>
  Array.from({ length: count }, (_, index) => [`x-extra-${index}`, 'x'.repeat(1_000)])

export const protocol: FaultGroup = {
  title: 'Something else than HTTP',
  about:
    'What cannot be read may come from a service that is being restarted, and is asked for again; what tells of a wrong URL or limit is not.',
  faults: [
    garbage('another protocol (SSH)', 'SSH-2.0-OpenSSH_9.2\r\n'),
    garbage('bytes', Buffer.from([0, 1, 2, 3, 255, 254, 13, 10, 13, 10])),
    garbage('a status that is not a number', 'HTTP/1.1 abc\r\n\r\n'),
    garbage('a header without a colon', 'HTTP/1.1 200 OK\r\nnonsense\r\n\r\n'),
    garbage('a zero byte in a header', 'HTTP/1.1 200 OK\r\nx: a\u0000b\r\ncontent-length: 0\r\n\r\n'),
    garbage('a switch of protocols (101)', 'HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'),
    garbage('TLS, of a URL with http', Buffer.from([21, 3, 1, 0, 2, 2, 40]), never),
    {
      name: 'a proxy’s page that the port wants TLS (400)',
      strike: {
        send: () => [
          bytesOf(
            responding(
              400,
              { 'content-type': 'text/html' },
              '<html><h1>The plain HTTP request was sent to HTTPS port</h1></html>',
            ),
          ),
        ],
      },
      means: { ending: 'BadRequestError' },
    },
    {
      name: 'headers over 16 KiB',
      strike: { handled: true, send: ({ real }) => [withHeaders(real, metadata(40)())] },
      means: fine,
    },
    {
      name: 'headers over 1 MiB',
      strike: { handled: true, send: ({ real }) => [withHeaders(real, metadata(1_200)())] },
      means: never,
    },
    {
      name: '100 Continue that nobody asked for',
      strike: { handled: true, send: ({ real }) => ['HTTP/1.1 100 Continue\r\n\r\n', bytesOf(real)] },
      // HTTP says to skip it; Node's HTTP client closes the connection.
      means: lost,
    },
    {
      name: '103 Early Hints first',
      strike: {
        handled: true,
        send: ({ real }) => ['HTTP/1.1 103 Early\r\nlink: </x>\r\n\r\n', { pauseMs: 10 }, bytesOf(real)],
      },
      means: fine,
    },
    early(413, { ending: 'QuotaExceededError' }),
    early(503, { ending: 'ServiceUnavailableError', transient: true }),
  ],
}

/** A response that does not wait for the body of the request, of which nothing more is read. */
function early(status: number, means: Meaning): Fault {
  return {
    name: `${status} while the request is still being sent`,
    strike: { at: 'upload', send: () => [bytesOf(responding(status, { connection: 'close' }))], end: 'stall' },
    large: true,
    concerns: ({ body }) => body === 'any',
    means,
  }
}

const redirects: Meaning = { ending: 'ApiError' }
const isRead = ({ method }: Operation): boolean => method === 'GET'
const redirect = (location: string | undefined, status = 302): Buffer =>
  bytesOf(responding(status, location === undefined ? {} : { location }))

export const redirected: FaultGroup = {
  title: 'Redirects',
  about:
    'GET and HEAD follow up to 5 redirects, within the origin only: the token goes nowhere else. Writes follow none. The test makes sure that nothing comes to the other origin.',
  faults: [
    {
      name: 'to another origin (302)',
      strike: { send: ({ elsewhere, target }) => [redirect(elsewhere + target)] },
      means: redirects,
    },
    {
      name: 'to another origin (308)',
      strike: { send: ({ elsewhere, target }) => [redirect(elsewhere + target, 308)] },
      means: redirects,
    },
    {
      name: 'to another origin, without a scheme',
      strike: { send: ({ elsewhere, target }) => [redirect(elsewhere.replace('http:', '') + target)] },
      means: redirects,
    },
    {
      name: 'to a file on this machine',
      strike: { send: () => [redirect('file:///etc/passwd')] },
      means: redirects,
    },
    {
      name: 'within the origin',
      strike: { send: ({ target }) => [redirect(target)] },
      times: 'once',
      means: (operation) => (isRead(operation) ? { ending: 'success', sendings: 2 } : redirects),
    },
    {
      name: 'in circles',
      strike: { send: ({ target }) => [redirect(target, 307)] },
      times: 'always',
      means: (operation) => (isRead(operation) ? { ...redirects, sendings: 6 } : redirects),
    },
    { name: 'without a Location', strike: { send: () => [redirect(undefined)] }, means: redirects },
    {
      name: 'to what cannot be parsed',
      strike: { send: ({ real }) => [headOf({ ...real, status: 302, headers: [['location', 'http://[']] })] },
      means: redirects,
    },
  ],
}
