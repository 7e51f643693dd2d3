import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** Serves HTTP until the end of the test; returns the origin. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** The same response to every request. */
export function replying(
  status: number,
  type: string,
  body: string,
  headers: Record<string, string> = {},
): RequestListener {
  return (request, response) => {
    request.resume()
    response.writeHead(status, { 'content-type': type, ...headers }).end(body)
  }
}
