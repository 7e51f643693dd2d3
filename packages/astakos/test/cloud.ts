import { AstakosClient } from '@kamaki/astakos'
import type { ClientOptions } from '@kamaki/core'
import { createEmulator, type Emulator, type EmulatorOptions } from '@kamaki/emulator'

/** A cloud in this process, and clients of its users. */
export interface TestCloud {
  emulator: Emulator
  authUrl: string
  /** Requests of the clients that `as` returns: `METHOD /path`. */
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
