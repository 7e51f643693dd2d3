import { type BlockStore, MemoryBlocks } from './base/blocks.ts'
import { Clock } from './base/clock.ts'
import { Random } from './base/random.ts'
import { Keypairs } from './compute/keypair-store.ts'
import { Servers } from './compute/server-store.ts'
import { Commissions } from './identity/commission-store.ts'
import { people } from './identity/default-users.ts'
import { OAuth2 } from './identity/oauth2-store.ts'
import { Projects } from './identity/project-store.ts'
import { Quota } from './identity/quota-store.ts'
import { newToken, Users } from './identity/user-store.ts'
import { Images } from './image/image-store.ts'
import { addPublicImage } from './image/seed.ts'
import { FloatingIps } from './network/floating-ip-store.ts'
import { Networks } from './network/network-store.ts'
import { Ports } from './network/port-store.ts'
import { addPublicNetwork } from './network/seed.ts'
import { Subnets } from './network/subnet-store.ts'
import type { EmulatorOptions } from './options.ts'
import { Pithos } from './pithos/pithos-service.ts'
import { Volumes } from './volume/volume-store.ts'

export interface CloudOptions extends EmulatorOptions {
  transitionMs: number
}

/** The whole state of a cloud: one store class per noun. Services call each other's stores directly, never over HTTP. */
export class Cloud {
  readonly options: CloudOptions
  readonly clock: Clock
  /** Makes everything that is made up; seeded. */
  readonly random: Random
  /** Scheme and host of this cloud for URLs made outside a request (inside one, use `call.origin`). */
  origin: string
  readonly blocks: BlockStore

  // Identity (src/identity)
  readonly users: Users = new Users()
  readonly quota: Quota = new Quota()
  readonly projects: Projects
  readonly commissions: Commissions = new Commissions(this.quota)
  readonly oauth2: OAuth2
  /** What users sent as feedback, oldest first. */
  readonly feedback: { user: string; message: string; data: string }[] = []

  // Pithos (src/pithos)
  readonly pithos: Pithos

  // Compute and block storage (src/compute, src/volume)
  readonly servers: Servers
  readonly keypairs: Keypairs
  readonly volumes: Volumes

  // Network (src/network)
  readonly networks: Networks
  readonly subnets: Subnets
  readonly ports: Ports
  readonly floatingIps: FloatingIps

  // Images (src/image)
  readonly images: Images

  constructor(options: EmulatorOptions = {}, clock: Clock = new Clock()) {
    this.options = { ...options, transitionMs: options.transitionMs ?? 500 }
    this.clock = clock
    this.random = new Random(options.seed ?? 1)
    this.origin = options.origin ?? 'http://synnefo.test'
    this.blocks = options.blocks ?? new MemoryBlocks()
    for (const user of people(options, clock.now())) this.users.add(user)
    this.users.components.push(
      {
        name: 'cyclades',
        token: newToken(new Random((options.seed ?? 1) + 77)),
        services: [
          'cyclades_compute',
          'cyclades_network',
          'cyclades_volume',
          'cyclades_plankton',
          'cyclades_admin',
          'cyclades_vmapi',
        ],
      },
      { name: 'pithos', token: newToken(new Random((options.seed ?? 1) + 78)), services: ['pithos_object-store'] },
    )
    this.projects = new Projects(this)
    this.oauth2 = new OAuth2(this)
    this.pithos = new Pithos(this)
    this.networks = new Networks(this)
    this.subnets = new Subnets(this)
    this.ports = new Ports(this)
    this.floatingIps = new FloatingIps(this)
    this.servers = new Servers(this)
    this.keypairs = new Keypairs(this)
    this.volumes = new Volumes(this)
    this.images = new Images(this)
    addPublicNetwork(this)
    addPublicImage(this)
  }

  /** Uuids of the active projects that a user is a member of. */
  projectsOf(user: string): string[] {
    return this.projects.ofUser(user)
  }

  /** Runs `run` after the time that background work takes (`options.transitionMs`). */
  later(run: () => void): void {
    this.clock.after(this.options.transitionMs, run)
  }
}
