import type { ClientOptions } from '@kamaki/core'
import { createEmulator, type Emulator, type EmulatorOptions } from '@kamaki/emulator'
import { CycladesNetworkClient, NetworkClient } from '@kamaki/network'

/** A cloud in this process, and network clients of its users. */
export interface TestCloud {
  emulator: Emulator
  /** Requests with a response: `METHOD /path`. */
  requests: string[]
  as(user: string, options?: ClientOptions): CycladesNetworkClient
  plain(user: string, options?: ClientOptions): NetworkClient
  uuid(user: string): string
  projectId: string
  publicNetworkId: string
  token(user: string): string
}

export function testCloud(options: EmulatorOptions = {}): TestCloud {
  const requests: string[] = []
  const emulator = createEmulator({
    ...options,
    onRequest: ({ method, target }) => requests.push(`${method} ${target}`),
  })
  const { users, vars } = emulator.env()
  const url = `${emulator.state.origin}/cyclades/network`
  const token = (name: string) => users[name]?.token ?? ''
  const call = (client: ClientOptions) => ({ fetch: emulator.fetch, retry: false as const, ...client })
  return {
    emulator,
    requests,
    as: (name, client = {}) => new CycladesNetworkClient(url, token(name), call(client)),
    plain: (name, client = {}) => new NetworkClient(url, token(name), call(client)),
    uuid: (name) => users[name]?.uuid ?? '',
    projectId: String(vars['projectId']),
    publicNetworkId: String(vars['publicNetworkId']),
    token,
  }
}
