import { readFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer, type ServerOptions } from 'node:https'
import {
  type AddressInfo,
  createServer as createSocketServer,
  type Socket,
  type Server as SocketServer,
} from 'node:net'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** The path of a certificate or key among the test vectors. */
export function vector(name: string): string {
  return fileURLToPath(new URL(`../vectors/tls/${name}`, import.meta.url))
}

async function listen(server: Server | SocketServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

/** Serves HTTP until the end of the test; returns the origin. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  const port = await listen(server)
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${port}`
}

/** Serves HTTPS with a certificate of the test vectors; returns the origin. */
export async function serveTls(
  certificate: string,
  listener: RequestListener,
  options: ServerOptions = {},
): Promise<string> {
  const server = createTlsServer(
    { cert: readFileSync(vector(`${certificate}.pem`)), key: readFileSync(vector(`${certificate}.key`)), ...options },
    listener,
  )
  server.on('tlsClientError', () => undefined)
  const port = await listen(server)
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `https://localhost:${port}`
}

/** Serves raw connections until the end of the test; returns the origin. */
export async function serveSockets(onSocket: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createSocketServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    onSocket(socket)
  })
  const port = await listen(server)
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `http://127.0.0.1:${port}`
}

/** A port that nothing listens on. */
export async function closedPort(): Promise<number> {
  const server = createSocketServer()
  const port = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** What a promise rejects with; fails if it does not. */
export async function rejection(promise: PromiseLike<unknown>): Promise<unknown> {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('it did not reject')
}

export { bodyOf } from './requests.ts'
