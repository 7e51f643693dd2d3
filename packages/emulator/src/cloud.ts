import { type BlockStore, MemoryBlocks } from './base/blocks.ts'
import { Clock } from './base/clock.ts'
import { Random } from './base/random.ts'
import { KeypairStore } from './compute/keypair-store.ts'
import { ServerStore } from './compute/server-store.ts'
import { CommissionStore } from './identity/commission-store.ts'
import { people } from './identity/default-users.ts'
import { OAuth2Store } from './identity/oauth2-store.ts'
import { ProjectStore } from './identity/project-store.ts'
import { QuotaStore } from './identity/quota-store.ts'
import { newToken, UserStore } from './identity/user-store.ts'
import { ImageStore } from './image/image-store.ts'
import { addPublicImage } from './image/seed.ts'
import { FloatingIpStore } from './network/floating-ip-store.ts'
import { NetworkStore } from './network/network-store.ts'
import { PortStore } from './network/port-store.ts'
import { addPublicNetwork } from './network/seed.ts'
import { SubnetStore } from './network/subnet-store.ts'
import type { EmulatorOptions } from './options.ts'
import { PithosService } from './pithos/pithos-service.ts'
import { VolumeStore } from './volume/volume-store.ts'

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
  readonly users: UserStore = new UserStore()
  readonly quota: QuotaStore = new QuotaStore()
  readonly projects: ProjectStore
  readonly commissions: CommissionStore = new CommissionStore(this.quota)
  readonly oauth2: OAuth2Store
  /** What users sent as feedback, oldest first. */
  readonly feedback: { user: string; message: string; data: string }[] = []

  // Pithos (src/pithos)
  readonly pithos: PithosService

  // Compute and block storage (src/compute, src/volume)
  readonly servers: ServerStore
  readonly keypairs: KeypairStore
  readonly volumes: VolumeStore

  // Network (src/network)
  readonly networks: NetworkStore
  readonly subnets: SubnetStore
  readonly ports: PortStore
  readonly floatingIps: FloatingIpStore

  // Images (src/image)
  readonly images: ImageStore

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
    this.projects = new ProjectStore(this)
    this.oauth2 = new OAuth2Store(this)
    this.pithos = new PithosService(this)
    this.networks = new NetworkStore(this)
    this.subnets = new SubnetStore(this)
    this.ports = new PortStore(this)
    this.floatingIps = new FloatingIpStore(this)
    this.servers = new ServerStore(this)
    this.keypairs = new KeypairStore(this)
    this.volumes = new VolumeStore(this)
    this.images = new ImageStore(this)
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
