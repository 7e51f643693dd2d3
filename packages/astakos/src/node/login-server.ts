import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { loginResult } from '../weblogin.ts'

const page = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Logged in</title></head>
<body><h1>You are logged in</h1><p>You can close this page.</p><script>history.replaceState(null, '', '/')</script></body></html>
`

/** Where the browser comes back to after a login: a port of this machine, and a path that nobody else can guess. */
export class LoginServer {
  readonly #server: Server
  readonly url: string
  /** What the browser brought. */
  readonly result: Promise<{ uuid: string; token: string }>

  private constructor(server: Server, path: string) {
    this.#server = server
    const { port } = server.address() as AddressInfo
    this.url = `http://127.0.0.1:${port}${path}`
    this.result = new Promise((resolve) => {
      server.on('request', (request, response) => {
        const url = new URL(request.url ?? '/', this.url)
        if (request.method !== 'GET' || url.pathname !== path) return response.writeHead(404).end()
        try {
          resolve(loginResult(url))
        } catch {
          return response.writeHead(400, { 'Content-Type': 'text/plain' }).end('The login is not finished yet.\n')
        }
        const headers = { 'Content-Type': 'text/html', 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' }
        return response.writeHead(200, { ...headers, Connection: 'close' }).end(page)
      })
    })
  }

  static async listen(): Promise<LoginServer> {
    const server = createServer()
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(0, '127.0.0.1', resolve)
    })
    return new LoginServer(server, `/${randomBytes(16).toString('hex')}`)
  }

  /** Responses on their way still arrive. */
  close(): void {
    this.#server.close()
    this.#server.closeIdleConnections()
  }
}
