import type { Charge, Owned, User } from '../identity/model.ts'
import type { VolumeType } from '../volume/model.ts'

/** A size of servers. */
export interface Flavor {
  readonly id: number
  readonly name: string
  readonly vcpus: number
  /** MiB */
  readonly ram: number
  /** GiB */
  readonly disk: number
  readonly volumeType: VolumeType
  readonly allowCreate: boolean
  readonly public: boolean
  /** Projects whose members may use it although it is not public. */
  readonly access: readonly string[]
  readonly deleted: boolean
}

/** The state of the machine itself; what the API shows is made of it, see `statusOf`. */
export type Operstate = 'BUILD' | 'STARTED' | 'STOPPED' | 'ERROR'

/** What can be done to a server, by the names that faults use. */
export type Action =
  | 'BUILD'
  | 'START'
  | 'STOP'
  | 'REBOOT'
  | 'RESIZE'
  | 'RESCUE'
  | 'UNRESCUE'
  | 'CONNECT'
  | 'DISCONNECT'
  | 'ATTACH_VOLUME'
  | 'DETACH_VOLUME'
  | 'DELETE_VOLUME'
  | 'SET_FIREWALL_PROFILE'
  | 'REASSIGN'
  | 'DESTROY'

export interface Tag {
  readonly name: string
  readonly status: 'PENDADD' | 'ACTIVE'
}

export interface Diagnostic {
  readonly level: 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR'
  readonly created: number
  readonly source: string
  readonly sourceDate?: number
  readonly message: string
  readonly details: string | null
}

export interface Server extends Owned {
  readonly id: number
  name: string
  /** Uuid of the user it belongs to; '' for a helper server of the provider. */
  readonly owner: string
  project: string
  sharedToProject: boolean
  readonly imageId: string
  flavor: Flavor
  operstate: Operstate
  /** The action under way. */
  task: Action | undefined
  /** The job whose end clears the task. */
  job: number
  /** When the last job that was queued ends: jobs of one server run one after the other. */
  busyUntil: number
  /** The task holds a quota commission that is not decided yet. */
  commission: boolean
  rebooting: boolean
  rescue: boolean
  suspended: boolean
  deleted: boolean
  /** Processors and memory of the running machine are charged, too. */
  charged: boolean
  progress: number
  readonly created: number
  updated: number
  readonly keyNames: readonly string[]
  metadata: ReadonlyMap<string, string>
  tags: readonly Tag[]
  diagnostics: readonly Diagnostic[]
  /** Never shown to users: detached volumes hang on it while they are deleted. */
  readonly helper: boolean
}

/** Background work on a server, by its action. Neither function is called for a server that was deleted meanwhile. */
export interface ServerJob<Args = void> {
  /** When the job is taken up, having waited in the backend's queue for as long as work takes. Without it a job does not wait. */
  readonly begin?: (server: Server, args: Args) => void
  /** When the job has ended. */
  readonly done: (server: Server, args: Args) => void
}

/** What is told to a job. */
export interface JobOptions {
  /** The task holds a quota commission until it ends: tags cannot be changed meanwhile. */
  readonly commission?: boolean
  /** For the functions of the job: data, as `Jobs` says. */
  readonly args?: unknown
}

/** What other services ask about servers. */
export interface Servers {
  /**
   * A server that the user sees.
   * @throws {Fault} 400 if the id is not a number or (with `nonDeleted`) the server is deleted, 403 if (with `nonSuspended`) it is suspended, 404
   */
  get(user: User, id: unknown, options?: { nonDeleted?: boolean; nonSuspended?: boolean }): Server
  /** A server by id, whoever asks. */
  find(id: number): Server | undefined
  /** The provider's server that detached volumes hang on while they are deleted. */
  helper(): Server
  /**
   * Can this be done to the server as it is now?
   * @throws {Fault} 400 deleted, another task pending, ERROR or the wrong state; 409 being built
   */
  checkAction(server: Server, action: Action): void
  /** Says what the job of an action does: once, when the cloud is built. */
  defineJob<Args>(action: Action, job: ServerJob<Args>): void
  /** Checks an action, shows it as the server's task, and does it after the time that background work takes. @throws as `checkAction` */
  runJob(server: Server, action: Action, options?: JobOptions): void
  /** `runJob` without the check. */
  queueJob(server: Server, action: Action, options?: JobOptions): void
}

/** Quotas in the words of Cyclades. */
export interface CycladesQuota {
  /**
   * Charges a user, all lines or none.
   * @throws {Fault} 400 if the user is not in the project, 413 `overLimit` if there is not enough left
   */
  charge(user: string, charges: readonly Charge[]): void
  /** Charges nothing, but throws what `charge` would throw. */
  check(user: string, charges: readonly Charge[]): void
  /** Releases what was charged. Never fails: a project may be gone by then, and its books with it. */
  giveBack(user: string, charges: readonly Charge[]): void
  /** @throws {Fault} 400 unless the user is a member of the project */
  requireMember(user: string, project: string): void
}
