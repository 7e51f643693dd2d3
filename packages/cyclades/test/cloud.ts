import { Client, type ClientOptions, type WaitOptions } from '@kamaki/core'
import {
  type CreatedServer,
  CycladesAdminClient,
  CycladesBlockStorageClient,
  CycladesComputeClient,
  type NewCycladesServer,
  type Server,
} from '@kamaki/cyclades'
import { createEmulator, type Emulator, type EmulatorOptions } from '@kamaki/emulator'

/** What one user has of a cloud in this process. */
interface User {
  uuid: string
  token: string
  compute: CycladesComputeClient
  storage: CycladesBlockStorageClient
  admin: CycladesAdminClient
  network: Client
}

export interface TestCloud {
  emulator: Emulator
  alice: User
  bob: User
  /** Of the public image. */
  image: string
  project: string
  publicNetwork: string
  /** Requests so far: `METHOD /path`, below the service. */
  requests: string[]
  /** The cloud's time. */
  now(): Date
  /** Waits with the cloud's clock turned at each poll: at once, and through every state between. */
  turning: WaitOptions<unknown>
  /** Creates a server and waits for it. */
  running(user: User, server?: Partial<NewCycladesServer>): Promise<Server>
  create(user: User, server?: Partial<NewCycladesServer>): Promise<CreatedServer>
}

/** A cloud whose clock stands still until it is turned, ten minutes behind ours. */
export async function testCloud(options: EmulatorOptions = {}): Promise<TestCloud> {
  const requests: string[] = []
  const emulator = createEmulator({ clock: 'manual', startTime: Date.now() - 600_000, ...options })
  const { users, vars } = emulator.env()
  const fetch: typeof globalThis.fetch = (input, init) => {
    const request = new Request(input, init)
    const { pathname, search } = new URL(request.url)
    requests.push(`${request.method} ${pathname.replace(/^\/cyclades\/[a-z]+(?:\/v[\d.]+)?/, '')}${search}`)
    return emulator.fetch(request)
  }
  const as = (name: string): User => {
    const { token = '', uuid = '' } = users[name] ?? {}
    const client: ClientOptions = { fetch, retry: false }
    const at = (service: string): [string, string, ClientOptions] => [
      `http://synnefo.test/cyclades/${service}`,
      token,
      client,
    ]
    return {
      uuid,
      token,
      compute: new CycladesComputeClient(...at('compute/v2.0')),
      storage: new CycladesBlockStorageClient(...at('volume')),
      admin: new CycladesAdminClient(...at('admin')),
      network: new Client(...at('network/v2.0')),
    }
  }
  const alice = as('alice')
  const [image] = await alice.compute.images.list()
  requests.length = 0
  const turning = { intervalMs: 0, onPoll: () => emulator.clock.advance(250) }
  const create = (user: User, server: Partial<NewCycladesServer> = {}): Promise<CreatedServer> =>
    user.compute.servers.create({ name: 'test', flavorRef: 1, imageRef: image!.id, networks: [], ...server })
  return {
    emulator,
    alice,
    bob: as('bob'),
    image: image!.id,
    project: String(vars['projectId']),
    publicNetwork: String(vars['publicNetworkId']),
    requests,
    now: () => new Date(emulator.clock.now()),
    turning,
    create,
    async running(user, server) {
      const { id } = await create(user, server)
      return user.compute.servers.waitUntil(id, 'ACTIVE', turning)
    },
  }
}
