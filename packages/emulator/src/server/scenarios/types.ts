import type { EmulatorArgumentError } from '../../base/input.ts'

/** Which builds a scenario concerns. What is left out matches all. */
export interface BuildTarget {
  /** Id or name of the server. */
  readonly server?: string | number | undefined
  /** Name, uuid or email of its owner. */
  readonly user?: string | undefined
  /** How many builds. Default 1. */
  readonly times?: number | undefined
}

/** What the diagnostics of a server say about its end. */
export interface Diagnosis {
  /** Default: a sentence of the image helper. */
  readonly message?: string | undefined
  /** Default: none. */
  readonly details?: string | undefined
}

export interface FailServerOptions extends Diagnosis {
  /** Id or name of a server that exists. */
  readonly server: string | number
}

export interface FailVolumeOptions {
  /** Id of a volume that exists, or the name of one that is to come. Default: the next one. */
  readonly volume?: string | number | undefined
  /** Name, uuid or email of its owner. */
  readonly user?: string | undefined
  /** How many volumes that are to come. Default 1. */
  readonly times?: number | undefined
}

export interface DeleteImageOptions {
  /** Id or name of an image. */
  readonly image: string
  /** At once (default), or while the next server is built from it, whose build fails then. */
  readonly when?: 'now' | 'build' | undefined
}

export interface UserTarget {
  /** Name, uuid or email. */
  readonly user: string
}

export interface SuspendUserOptions extends UserTarget {
  readonly reason?: string | undefined
}

export interface ExpireTokenOptions extends UserTarget {
  /** Milliseconds of the cloud's time until then. Default 0: at once. */
  readonly inMs?: number | undefined
}

export interface SetQuotaOptions extends UserTarget {
  /** `cyclades.vm`, `pithos.diskspace` ... */
  readonly resource: string
  /** In the resource's unit; a string of digits for what a number cannot hold. */
  readonly limit: number | bigint | string
  /** Uuid of a project that the user is a member of. Default: their own. */
  readonly project?: string | undefined
}

/** A service of the catalog, or all services of a component. */
export type ServiceName =
  | 'identity'
  | 'account'
  | 'compute'
  | 'volume'
  | 'network'
  | 'image'
  | 'object-store'
  | 'astakos'
  | 'cyclades'
  | 'pithos'

export interface StopServiceOptions {
  readonly service: ServiceName
  /** The status of every call. Default 503. */
  readonly status?: number | undefined
  /** For the header Retry-After: seconds or a date. Default: no such header. */
  readonly retryAfter?: number | string | undefined
  /** Milliseconds of the cloud's time. Default: until it is ended. */
  readonly forMs?: number | undefined
}

export type ScenarioKind = Exclude<keyof Scenarios, 'active' | 'clear'>

/** Something that goes wrong in the cloud. */
export interface Scenario {
  readonly id: number
  readonly kind: ScenarioKind
  readonly options: Readonly<Record<string, unknown>>
  /** How many servers, volumes, images, users or requests it has concerned so far. */
  readonly struck: number
  /** False once it is used up or ended. */
  readonly active: boolean
  /** Ends it: what it has only held back or set goes on, or is as before. What has failed stays so. */
  end(): void
}

/**
 * Makes something go wrong in the cloud, not on the wire (for that there are faults). Options that are wrong are rejected with an
 * {@link EmulatorArgumentError}.
 */
export interface Scenarios {
  /** The next builds of servers end in ERROR, with a diagnostic. */
  failBuild(options?: BuildTarget & Diagnosis): Scenario
  /** The next builds of servers stay in BUILD; once the scenario is ended they end well. */
  hangBuild(options?: BuildTarget): Scenario
  /** A server that exists is in ERROR, whatever it was doing. */
  failServer(options: FailServerOptions): Scenario
  /** The next volumes that are created are in CREATING for a while, then in ERROR; one that exists is in ERROR at once. */
  failVolume(options?: FailVolumeOptions): Scenario
  /** An image is deleted under way. */
  deleteImage(options: DeleteImageOptions): Scenario
  /** All calls with a user's token are rejected, until the scenario is ended. */
  suspendUser(options: SuspendUserOptions): Scenario
  /** A user's token expires; once the scenario is ended it is valid as long as before. */
  expireToken(options: ExpireTokenOptions): Scenario
  /** A user gets a new token, and the old one is rejected. `emulator.env()` has the new one, too. */
  renewToken(options: UserTarget): Scenario & { readonly token: string }
  /** Sets a limit of a user, until the scenario is ended. */
  setQuota(options: SetQuotaOptions): Scenario
  /** Every call of a service fails, for a while or until the scenario is ended. */
  stopService(options: StopServiceOptions): Scenario
  /** Those that may still strike, or can be ended. */
  readonly active: readonly Scenario[]
  /** Ends all. */
  clear(): void
}
