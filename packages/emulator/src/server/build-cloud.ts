import { type BlockStore, MemoryBlocks } from '../base/blocks.ts'
import type { Clock } from '../base/clock.ts'
import { Jobs } from '../base/jobs.ts'
import { Random } from '../base/random.ts'
import { type RecordLine, Records } from '../base/records.ts'
import type { Cloud, CloudOptions, Incidents } from '../cloud.ts'
import type { ComputeCloud } from '../compute/compute-cloud.ts'
import { FLAVORS } from '../compute/flavors.ts'
import { KeypairStore } from '../compute/keypair-store.ts'
import { WordedQuota } from '../compute/quota.ts'
import { ServerStore } from '../compute/server-store.ts'
import type { Call } from '../http/request.ts'
import { authenticate } from '../identity/authenticate.ts'
import { CommissionStore } from '../identity/commission-store.ts'
import { defaultComponents, defaultUsers } from '../identity/default-users.ts'
import type { IdentityCloud } from '../identity/identity-cloud.ts'
import type { User } from '../identity/model.ts'
import { OAuth2Store } from '../identity/oauth2-store.ts'
import { ProjectStore } from '../identity/project-store.ts'
import { QuotaStore } from '../identity/quota-store.ts'
import { addStandardProjects } from '../identity/seed.ts'
import { UserStore } from '../identity/user-store.ts'
import type { ImageCloud } from '../image/image-cloud.ts'
import { ImageStore } from '../image/image-store.ts'
import { addPublicImage } from '../image/seed.ts'
import { Addresses } from '../network/address-pool.ts'
import { FloatingIpStore } from '../network/floating-ip-store.ts'
import type { NetworkCloud } from '../network/network-cloud.ts'
import { NetworkStore } from '../network/network-store.ts'
import { PortStore } from '../network/port-store.ts'
import { addPublicNetwork } from '../network/seed.ts'
import { SubnetStore } from '../network/subnet-store.ts'
import type { PithosCloud } from '../pithos/pithos-cloud.ts'
import { PithosService } from '../pithos/pithos-service.ts'
import type { VolumeCloud } from '../volume/volume-cloud.ts'
import { VolumeStore } from '../volume/volume-store.ts'
import { addContents } from './contents/add-contents.ts'
import { requireDistinct } from './contents/distinct-users.ts'
import { ownFlavors } from './contents/own-flavors.ts'
import type { EmulatorOptions } from './options.ts'
import { ScenarioBoard } from './scenarios/board.ts'

/** Bytes in a block of an object, unless an option says otherwise. */
export const BLOCK_SIZE: number = 4 * 1024 * 1024
const LIST_LIMIT = 10_000

/** Where a cloud comes from that has been there before. */
export interface StateSource {
  /** Has all changes listened to, from the first on. */
  readonly listen?: ((records: Records) => void) | undefined
  readonly lines?: Iterable<RecordLine> | undefined
}

/** The whole state of a cloud: the registry with all its stores. */
export class BuiltCloud
  implements Cloud, IdentityCloud, PithosCloud, ImageCloud, NetworkCloud, ComputeCloud, VolumeCloud
{
  readonly options: CloudOptions
  readonly clock: Clock
  readonly random: Random
  origin: string
  readonly blocks: BlockStore
  readonly records: Records = new Records()
  readonly jobs: Jobs

  readonly users: UserStore = new UserStore(this.records)
  readonly quota: QuotaStore = new QuotaStore(this.records)
  readonly commissions: CommissionStore = new CommissionStore(this.quota, this.records)
  readonly projects: ProjectStore
  readonly oauth2: OAuth2Store
  readonly cycladesQuota: WordedQuota
  readonly pithos: PithosService
  readonly images: ImageStore
  readonly networks: NetworkStore
  readonly subnets: SubnetStore
  readonly ports: PortStore
  readonly floatingIps: FloatingIpStore
  readonly servers: ServerStore
  readonly keypairs: KeypairStore
  readonly volumes: VolumeStore
  readonly scenarios: ScenarioBoard
  readonly incidents: Incidents

  /**
   * @param changed called when a scenario begins, strikes or ends
   * @param state the state that the cloud goes on from; without one it begins as new
   */
  constructor(options: EmulatorOptions, clock: Clock, changed: () => void, state: StateSource = {}) {
    const { seed = 1 } = options
    state.listen?.(this.records)
    this.options = {
      transitionMs: options.transitionMs ?? 500,
      blockSize: options.blockSize ?? BLOCK_SIZE,
      listLimit: options.listLimit ?? LIST_LIMIT,
      adminApi: options.adminApi ?? false,
      flavors: [...FLAVORS, ...ownFlavors(options.contents?.flavors)],
      loginSchemes: options.loginSchemes ?? ['pithos', 'pithosdev'],
      oauth2: { clients: options.oauth2?.clients ?? [], allowHttp: options.oauth2?.allowHttp ?? false },
    }
    this.clock = clock
    this.random = new Random(seed)
    this.origin = options.origin ?? 'http://synnefo.test'
    this.blocks = options.blocks ?? new MemoryBlocks()
    this.jobs = new Jobs(clock, this.records)
    this.projects = new ProjectStore(this.users, this.quota, clock, this.records)
    this.oauth2 = new OAuth2Store(this)
    this.cycladesQuota = new WordedQuota(this)
    this.pithos = new PithosService(this)
    this.images = new ImageStore(this)
    this.servers = new ServerStore(this)
    const addresses = new Addresses(this)
    this.networks = new NetworkStore(this)
    this.subnets = new SubnetStore(this)
    this.ports = new PortStore(this, addresses)
    this.floatingIps = new FloatingIpStore(this, addresses)
    this.keypairs = new KeypairStore(this)
    this.volumes = new VolumeStore(this)
    this.scenarios = new ScenarioBoard(this, changed)
    this.incidents = this.scenarios
    this.#keepSettings()
    if (state.lines) this.records.load(state.lines)
    else this.#seed(options, seed)
  }

  #keepSettings(): void {
    const { clock, random, records } = this
    records.setting('random', {
      get: () => random.state,
      set: (state) => {
        random.state = Number(state)
      },
    })
    records.setting('clock', {
      get: () => ({ manual: clock.manual, position: clock.position }),
      set: (content) => {
        const { manual, position } = content as { manual: boolean; position: number }
        // A clock of the other kind goes its own way.
        if (manual === clock.manual) clock.position = position
      },
    })
  }

  #seed({ users, publicIpv6, contents = {} }: EmulatorOptions, seed: number): void {
    const described = { users, more: contents.users, seed }
    const all = defaultUsers(described, this.clock.now())
    requireDistinct(all, [contents.users ?? [], typeof users === 'object' ? users : []])
    for (const user of all) this.users.add(user)
    for (const component of defaultComponents(seed)) this.users.addComponent(component)
    for (const user of this.users.all()) this.projects.addSystemProject(user)
    const alice = this.users.byName('alice')
    if (alice) addStandardProjects(this.projects, alice)
    addPublicNetwork(this, publicIpv6 ?? false)
    addPublicImage(this)
    addContents(this, contents)
  }

  authenticate(call: Call): User {
    return authenticate(call, this.users, this.clock.now())
  }

  /** Name of the user or the component with a token, be it good or not. */
  nameOf(token: string | undefined): string | undefined {
    if (token === undefined) return undefined
    return (this.users.withToken(token) ?? this.users.component(token))?.name
  }
}
