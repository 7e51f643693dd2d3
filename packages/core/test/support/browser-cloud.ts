import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'
import { bodyOf } from './requests.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A cloud that allows all origins (CORS). */
    cloud: string
    /** A server that allows no other origin. */
    closed: string
  }
}

const cors = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'x-auth-token, content-type, x-a',
  'access-control-allow-methods': 'GET, HEAD, PUT, POST, DELETE, COPY',
  'access-control-expose-headers': 'x-object-version, content-encoding',
}

let calls = 0

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method, url = '', headers } = request
  if (method === 'OPTIONS') return void response.writeHead(204, cors).end()
  calls += 1
  const body = await bodyOf(request)
  if (url === '/busy' && calls % 3 !== 0) return void response.writeHead(503, cors).end()
  if (url === '/kept')
    return void response
      .writeHead(200, { ...cors, 'cache-control': 'max-age=600', etag: '"1"' })
      .end(JSON.stringify({ calls }))
  if (url === '/mislabelled')
    return void response.writeHead(200, { ...cors, 'content-encoding': 'gzip' }).end('this is not gzip')
  if (url === '/redirect') return void response.writeHead(302, { ...cors, location: '/x' }).end()
  if (url === '/cut') {
    response.writeHead(200, { ...cors, 'content-length': '100' }).write('{')
    return void setTimeout(() => response.destroy(), 20)
  }
  if (url === '/stall') return void response.writeHead(200, { ...cors, 'content-length': '100' }).write('{')
  if (url === '/no')
    return void response
      .writeHead(404, cors)
      .end('{"itemNotFound": {"message": "Not there", "code": 404, "details": ""}}')
  const {
    'x-auth-token': token,
    'content-length': length,
    'content-type': type,
    'transfer-encoding': chunked,
  } = headers
  response.writeHead(200, { ...cors, 'x-object-version': '7' })
  response.end(
    JSON.stringify({
      method,
      url,
      token,
      length,
      type,
      chunked,
      bytes: body.length,
      text: body.length < 100 ? body.toString() : undefined,
    }),
  )
}

/** Serves the browser tests. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const servers = [
    createServer((request, response) => void respond(request, response)),
    createServer((_request, response) => response.end('{}')),
  ]
  const origins: string[] = []
  for (const server of servers) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    origins.push(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  }
  project.provide('cloud', origins[0] ?? '')
  project.provide('closed', origins[1] ?? '')
  return async () => {
    for (const server of servers) {
      server.closeAllConnections()
      server.close()
    }
  }
}
