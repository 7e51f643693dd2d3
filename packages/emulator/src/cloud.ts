import type { BlockStore } from './base/blocks.ts'
import type { Clock } from './base/clock.ts'
import type { Jobs } from './base/jobs.ts'
import type { Random } from './base/random.ts'
import type { Records } from './base/records.ts'
import type { CycladesQuota, Flavor, Server, Servers } from './compute/model.ts'
import type { Call } from './http/request.ts'
import type { OAuth2, OAuth2Client, Projects, Quota, User, Users } from './identity/model.ts'
import type { Images } from './image/model.ts'
import type { FloatingIps, Networks, Ports } from './network/model.ts'
import type { Pithos } from './pithos/model.ts'
import type { Volume, Volumes } from './volume/model.ts'

/** What the services need to know of the emulator's options. */
export interface CloudOptions {
  readonly transitionMs: number
  readonly blockSize: number
  readonly listLimit: number
  readonly adminApi: boolean
  /** The sizes of servers that there are. */
  readonly flavors: readonly Flavor[]
  readonly loginSchemes: readonly string[]
  readonly oauth2: { readonly clients: readonly OAuth2Client[]; readonly allowHttp: boolean }
}

/** Why a server's build fails. */
export interface BuildFailure {
  readonly message: string
  readonly details: string | null
}

/** What goes wrong in the cloud on purpose: the services ask at the times when it can. */
export interface Incidents {
  /** A server's build begins. */
  buildBegins(server: Server): void
  /** A server's build is about to end. True: it hangs, and `finish` is called later, if ever. */
  holdBuild(server: Server, finish: () => void): boolean
  /** How a build fails that ends now; undefined if it ends well. */
  buildFailure(server: Server): BuildFailure | undefined
  /** A volume was created by itself, not with its server. */
  volumeCreated(volume: Volume): void
}

/**
 * The registry through which the services of a cloud meet: each sees the others by these interfaces alone, and calls
 * their stores directly, never over HTTP.
 */
export interface Cloud {
  readonly options: CloudOptions
  readonly clock: Clock
  /** Generates everything that is random; seeded. */
  readonly random: Random
  /** Scheme and host of this cloud for URLs outside a request (inside one, use `call.origin`). */
  readonly origin: string
  readonly blocks: BlockStore
  /** Where the stores keep what they hold. */
  readonly records: Records
  readonly jobs: Jobs

  readonly users: Users
  readonly projects: Projects
  readonly quota: Quota
  readonly oauth2: OAuth2
  readonly pithos: Pithos
  readonly images: Images
  readonly networks: Networks
  readonly ports: Ports
  readonly floatingIps: FloatingIps
  readonly servers: Servers
  readonly volumes: Volumes
  readonly cycladesQuota: CycladesQuota
  readonly incidents: Incidents

  /**
   * The user whose token came, as every service but Astakos' own API sees it.
   * @throws {Fault} 401 `unauthorized` without a token; 401 `fault` (with the real fault in `details`) for a wrong one
   */
  authenticate(call: Call): User
}
