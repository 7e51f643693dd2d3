import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { rejectInput } from '../base/input.ts'
import { ConnectionEnd, ConnectionReset } from '../faults/streams.ts'
import { Call } from '../http/request.ts'
import type { HttpResponse } from '../http/response.ts'
import type { Listener, ListenOptions } from '../server/options.ts'
import { incomingBody } from './incoming-body.ts'
import { Link } from './link.ts'
import { pageResponse } from './page.ts'
import { refuseGarbage } from './protocol-errors.ts'
import { resetConnection, writeResponse, writeWithStrayChunk } from './write-response.ts'

/** Real servers take what comes: no Host header needed, big headers, slow uploads. */
const SERVER_OPTIONS: ServerOptions = {
  keepAliveTimeout: 65_000,
  requestTimeout: 0,
  headersTimeout: 60_000,
  requireHostHeader: false,
  maxHeaderSize: 64 * 1024,
  noDelay: true,
  highWaterMark: 256 * 1024,
}

/**
 * Serves HTTP/1.1. Nothing of a request is normalised on the way to `handle`, which is why this is node:http itself: whatever
 * makes a web `Request` first loses `..`, `//` and bytes that are not valid UTF-8, and puts a web stream around each body.
 */
export async function listenHttp(
  handle: (call: Call) => Promise<HttpResponse>,
  options: ListenOptions & { strayChunks?: boolean; page?: boolean } = {},
): Promise<Listener> {
  let origin = ''
  const host = options.host ?? '127.0.0.1'
  const tls = options.https ? await serverCertificate(options.https, host) : undefined
  const respond = async (call: Call): Promise<HttpResponse> =>
    (options.page ? await pageResponse(call) : undefined) ?? (await handle(call))
  const listener = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    serve(
      (call) => {
        // A server that is closing keeps no connection for a next request.
        return respond(call).finally(() => {
          if (!server.listening) outgoing.shouldKeepAlive = false
        })
      },
      incoming,
      outgoing,
      origin,
      options.strayChunks ?? false,
      link?.peerOf(incoming.socket) ?? incoming.socket.remoteAddress ?? '',
    ).catch(() => outgoing.destroy())
  }
  const server = tls
    ? (await import('node:https')).createServer({ ...SERVER_OPTIONS, key: tls.key, cert: tls.cert }, listener)
    : createServer(SERVER_OPTIONS, listener)
  refuseGarbage(server)
  // The server itself is behind the line then, where nobody knows it.
  const link = options.link && new Link(options.link, () => (server.address() as AddressInfo).port)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(link ? 0 : (options.port ?? 0), link ? '127.0.0.1' : host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const port = link
    ? await link.listen(options.port ?? 0, host).catch((error: unknown) => {
        server.close()
        throw error
      })
    : (server.address() as AddressInfo).port
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host
  origin = `${tls ? 'https' : 'http'}://${shown}:${port}`
  const close = (graceMs = 2_000) => {
    link?.close()
    return closeServer(server, graceMs)
  }
  return { origin, port, ca: tls?.ca, close }
}

/** A certificate that was handed over, or one that is made for the names that this machine is called by. */
async function serverCertificate(
  https: Exclude<NonNullable<ListenOptions['https']>, false>,
  host: string,
): Promise<{ key: string; cert: string; ca: string | undefined }> {
  if (https !== true) {
    const { createSecureContext } = await import('node:tls')
    try {
      createSecureContext(https)
    } catch (error) {
      rejectInput('https', `must hold a key and its certificate as PEM: ${(error as Error).message}`)
    }
    return { ...https, ca: undefined }
  }
  // Loaded by those who need it.
  const [{ makeCertificate }, { hostname }] = await Promise.all([import('./certificate.ts'), import('node:os')])
  const any = host === '0.0.0.0' || host === '::'
  return makeCertificate([...new Set(['localhost', '127.0.0.1', '::1', any ? hostname() : host])])
}

async function serve(
  handle: (call: Call) => Promise<HttpResponse>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  origin: string,
  strayChunks: boolean,
  peer: string,
): Promise<void> {
  const gone = new AbortController()
  outgoing.on('close', () => {
    if (!outgoing.writableFinished) gone.abort()
  })
  outgoing.on('error', () => gone.abort())
  const headers = headersOf(incoming.rawHeaders)
  const host = headers.get('host')
  const call = new Call({
    method: incoming.method ?? 'GET',
    target: incoming.url ?? '/',
    headers,
    origin:
      host !== undefined && /^[\w.:[\]-]+$/.test(host)
        ? `${'encrypted' in incoming.socket ? 'https' : 'http'}://${host}`
        : origin,
    body: incomingBody(incoming, headers),
    signal: gone.signal,
    peer,
  })
  try {
    const response = await handle(call)
    if (strayChunks && response.strayChunk && call.method === 'HEAD') writeWithStrayChunk(response, outgoing)
    else await writeResponse(response, call, outgoing)
  } catch (error) {
    if (error instanceof ConnectionEnd) outgoing.socket?.end()
    else if (error instanceof ConnectionReset) resetConnection(outgoing)
    else throw error
  }
}

function headersOf(raw: readonly string[]): Map<string, string> {
  const headers = new Map<string, string>()
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = (raw[i] ?? '').toLowerCase()
    const value = raw[i + 1] ?? ''
    const before = headers.get(name)
    headers.set(name, before === undefined ? value : `${before},${value}`)
  }
  return headers
}

function closeServer(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), graceMs)
    server.close(() => {
      clearTimeout(force)
      resolve()
    })
    server.closeIdleConnections()
  })
}
