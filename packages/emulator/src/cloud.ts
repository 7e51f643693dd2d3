import type { BlockStore } from './base/blocks.ts'
import type { Clock } from './base/clock.ts'
import type { Jobs } from './base/jobs.ts'
import type { Random } from './base/random.ts'
import type { Records } from './base/records.ts'
import type { CycladesQuota, Servers } from './compute/model.ts'
import type { Call } from './http/request.ts'
import type { OAuth2, OAuth2Client, Projects, Quota, User, Users } from './identity/model.ts'
import type { Images } from './image/model.ts'
import type { FloatingIps, Networks, Ports } from './network/model.ts'
import type { Pithos } from './pithos/model.ts'
import type { Volumes } from './volume/model.ts'

/** What the services need to know of the emulator's options. */
export interface CloudOptions {
  readonly transitionMs: number
  readonly blockSize: number
  readonly listLimit: number
  readonly adminApi: boolean
  readonly oauth2: { readonly clients: readonly OAuth2Client[]; readonly allowHttp: boolean }
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

  /**
   * The user whose token came, as every service but Astakos' own API sees it.
   * @throws {Fault} 401 `unauthorized` without a token; 401 `fault` (with the real fault in `details`) for a wrong one
   */
  authenticate(call: Call): User
}
