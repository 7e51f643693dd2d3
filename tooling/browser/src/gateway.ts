import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CorsPolicy } from './cors-policies.ts'

export interface Gateway {
  readonly origin: string
  close(): void
}

/** A web server in front of a cloud that knows no CORS, which adds the headers of a policy, as an operator would have it. */
export async function openGateway(cloudOrigin: string, policy: CorsPolicy): Promise<Gateway> {
  const { hostname, port } = new URL(cloudOrigin)
  const server = createServer((incoming, outgoing) => {
    const cors = { 'access-control-allow-origin': '*', 'access-control-expose-headers': policy.exposeHeaders }
    if (incoming.method === 'OPTIONS' && 'access-control-request-method' in incoming.headers) {
      outgoing.writeHead(204, {
        ...cors,
        'access-control-allow-methods': policy.allowMethods,
        'access-control-allow-headers': policy.allowHeaders,
        'access-control-max-age': '600',
      })
      return void outgoing.end()
    }
    const { method, url: path, headers } = incoming
    const forwarded = request({ hostname, port, method, path, headers }, (reply) => {
      outgoing.writeHead(reply.statusCode ?? 502, { ...reply.headers, ...cors })
      outgoing.flushHeaders()
      reply.pipe(outgoing)
      reply.on('error', () => outgoing.destroy())
    })
    forwarded.on('error', () => outgoing.destroy())
    outgoing.on('close', () => forwarded.destroy())
    incoming.pipe(forwarded)
  })
  return { origin: await listening(server), close: () => stop(server) }
}

/** A server that responds, and allows no other origin. */
export async function openClosedServer(): Promise<Gateway> {
  const server = createServer((_request, response) => response.end('{}'))
  return { origin: await listening(server), close: () => stop(server) }
}

/** A server of one page with one program. */
export async function openPage(program: string): Promise<Gateway> {
  const page = '<!doctype html><title>A page</title><script type="module" src="/program.js"></script>'
  const server = createServer(({ url }, response) =>
    url === '/program.js'
      ? response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' }).end(program)
      : response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page),
  )
  return { origin: await listening(server), close: () => stop(server) }
}

/** The origin of a port where nothing listens any more. */
export async function nowhere(): Promise<string> {
  const server = createServer()
  const origin = await listening(server)
  await new Promise((resolve) => server.close(resolve))
  return origin
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function stop(server: Server): void {
  server.closeAllConnections()
  server.close()
}
