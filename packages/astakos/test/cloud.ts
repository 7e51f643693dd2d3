import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AstakosClient } from '@kamaki/astakos'
import type { ClientOptions } from '@kamaki/core'
import { createEmulator, type Emulator, type EmulatorOptions } from '@kamaki/emulator'
import { onTestFinished } from 'vitest'

/** A cloud in this process, and clients of its users. */
export interface TestCloud {
  emulator: Emulator
  authUrl: string
  /** Requests of the clients that `as` gives: `METHOD /path`. */
  requests: string[]
  as(user: string, options?: ClientOptions): AstakosClient
  user(name: string): { token: string; uuid: string; email: string }
  vars: Record<string, string | number>
}

export function testCloud(options: EmulatorOptions = {}): TestCloud {
  const requests: string[] = []
  const emulator = createEmulator(options)
  const fetch: typeof globalThis.fetch = (input, init) => {
    const request = new Request(input, init)
    const { pathname, search } = new URL(request.url)
    requests.push(`${request.method} ${pathname}${search}`)
    return emulator.fetch(request)
  }
  const { authUrl, users, vars } = emulator.env()
  const user = (name: string) => {
    const { token = '', uuid = '', email = '' } = users[name] ?? {}
    return { token, uuid, email }
  }
  const as = (name: string, client: ClientOptions = {}) =>
    new AstakosClient(authUrl, user(name).token, { fetch, retry: false, ...client })
  return { emulator, authUrl, requests, as, user, vars }
}

/** A server that answers as it is told, for clouds that misbehave. Closed when the test ends. */
export async function server(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const http = createServer(answer)
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    http.closeAllConnections()
    http.close()
  })
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`
}

/** Gives the same reply to all. */
export function replying(status: number, type: string, body: string, headers: Record<string, string> = {}) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    request.resume()
    response.writeHead(status, { 'content-type': type, ...headers }).end(body)
  }
}

/** The error that a promise is rejected with. */
export async function errorOf(promise: PromiseLike<unknown>): Promise<Error> {
  try {
    await promise
  } catch (error) {
    return error as Error
  }
  throw new Error('It was expected to fail')
}
