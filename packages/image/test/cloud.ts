import type { ClientOptions } from '@kamaki/core'
import { createEmulator, type Emulator } from '@kamaki/emulator'
import { ImageClient } from '@kamaki/image'

/** A cloud in this process, and image clients of its users. */
export interface TestCloud {
  emulator: Emulator
  /** Requests to the registry so far: `METHOD /path`. */
  requests: string[]
  as(user: string, options?: ClientOptions): ImageClient
  uuid(user: string): string
  /** Puts a file of alice's into Pithos and returns its location. */
  upload(object: string, content?: string): Promise<[account: string, container: string, object: string]>
}

export function testCloud(): TestCloud {
  const requests: string[] = []
  const emulator = createEmulator({
    onRequest: ({ method, target }) => {
      if (target.includes('/image')) requests.push(`${method} ${target}`)
    },
  })
  const { users } = emulator.env()
  const { origin } = emulator.state
  const token = (name: string) => users[name]?.token ?? ''
  const uuid = (name: string) => users[name]?.uuid ?? ''
  return {
    emulator,
    requests,
    as: (name, client = {}) =>
      new ImageClient(`${origin}/cyclades/image`, token(name), { fetch: emulator.fetch, retry: false, ...client }),
    uuid,
    async upload(object, content = 'not really a disk') {
      const url = `${origin}/pithos/object-store/v1/${uuid('alice')}/files`
      const headers = { 'X-Auth-Token': token('alice'), 'Content-Type': 'application/octet-stream' }
      await emulator.fetch(url, { method: 'PUT', headers })
      await emulator.fetch(`${url}/${encodeURIComponent(object)}`, { method: 'PUT', headers, body: content })
      requests.length = 0
      return [uuid('alice'), 'files', object]
    },
  }
}
