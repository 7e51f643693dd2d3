import { createEmulator, type Emulator, type EmulatorOptions } from '@kamaki/emulator'

import { PithosClient, type StorageClientOptions } from '@kamaki/pithos'

/** A cloud with two users' clients, and what they asked. */
export interface TestCloud {
  emulator: Emulator
  /** Requests since the last `requests.length = 0`, `PUT /container/object?hashmap` say, without the account. */
  requests: string[]
  endpoint: string
  alice: PithosClient
  bob: PithosClient
  aliceId: string
  bobId: string
  client(name: string, options?: StorageClientOptions): PithosClient
  /** Forgets containers, blocks, faults and requests. (A new cloud costs more.) */
  clean(): Promise<void>
}

/** A cloud in this process; `blockSize` is small so that content of a few bytes has many blocks. */
export function testCloud(options: EmulatorOptions = {}, endpointOrigin?: string): TestCloud {
  const requests: string[] = []
  const emulator = createEmulator({
    blockSize: 16,
    ...options,
    onRequest: ({ method, target }) =>
      requests.push(`${method} ${target.replace(/^\/pithos\/object-store\/v1\/[^/?]+/, '')}`),
  })
  const { users } = emulator.env() as { users: Record<string, { token: string; uuid: string }> }
  const endpoint = `${endpointOrigin ?? emulator.state.origin}/pithos/object-store/v1`
  const client = (name: string, more: StorageClientOptions = {}): PithosClient => {
    const user = users[name]!
    return new PithosClient(endpoint, user.token, {
      account: user.uuid,
      ...(endpointOrigin === undefined ? { fetch: emulator.fetch as typeof fetch } : {}),
      retry: { baseMs: 1, maxMs: 5 },
      ...more,
    })
  }
  return {
    emulator,
    requests,
    endpoint,
    alice: client('alice'),
    bob: client('bob'),
    aliceId: users['alice']!.uuid,
    bobId: users['bob']!.uuid,
    client,
    async clean() {
      emulator.faults.clear()
      for (const name of ['alice', 'bob']) {
        for (const container of await client(name).containers.list()) {
          const handle = client(name).container(container.name)
          await handle.empty()
          await handle.delete()
        }
      }
      await emulator.state.blocks.clear()
      requests.length = 0
    },
  }
}
