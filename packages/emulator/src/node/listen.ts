import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ConnectionEnd, ConnectionReset } from '../faults/streams.ts'
import { Call } from '../http/request.ts'
import type { HttpResponse } from '../http/response.ts'
import type { Listener, ListenOptions } from '../server/options.ts'
import { incomingBody } from './incoming-body.ts'
import { pageResponse } from './page.ts'
import { refuseGarbage } from './protocol-errors.ts'
import { resetConnection, writeResponse, writeWithStrayChunk } from './write-response.ts'

/**
 * Serves HTTP/1.1. Nothing of a request is normalised on the way to `handle`, which is why this is node:http itself: whatever
 * makes a web `Request` first loses `..`, `//` and bytes that are not valid UTF-8, and puts a web stream around each body.
 */
export async function listenHttp(
  handle: (call: Call) => Promise<HttpResponse>,
  options: ListenOptions & { strayChunks?: boolean; page?: boolean } = {},
): Promise<Listener> {
  let origin = ''
  const respond = async (call: Call): Promise<HttpResponse> =>
    (options.page ? await pageResponse(call) : undefined) ?? (await handle(call))
  const server = createServer(
    // Real servers take what comes: no Host header needed, big headers, slow uploads.
    {
      keepAliveTimeout: 65_000,
      requestTimeout: 0,
      headersTimeout: 60_000,
      requireHostHeader: false,
      maxHeaderSize: 64 * 1024,
      noDelay: true,
      highWaterMark: 256 * 1024,
    },
    (incoming, outgoing) => {
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
      ).catch(() => outgoing.destroy())
    },
  )
  refuseGarbage(server)
  const host = options.host ?? '127.0.0.1'
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const { port } = server.address() as AddressInfo
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host
  origin = `http://${shown}:${port}`
  return { origin, port, close: (graceMs = 2_000) => closeServer(server, graceMs) }
}

async function serve(
  handle: (call: Call) => Promise<HttpResponse>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  origin: string,
  strayChunks: boolean,
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
    origin: host !== undefined && /^[\w.:[\]-]+$/.test(host) ? `http://${host}` : origin,
    body: incomingBody(incoming, headers),
    signal: gone.signal,
    peer: incoming.socket.remoteAddress ?? '',
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
