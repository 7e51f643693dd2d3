import type { Flavor } from './flavors.ts'

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
  status: 'PENDADD' | 'ACTIVE'
}

export interface Diagnostic {
  readonly level: 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR'
  readonly created: number
  readonly source: string
  readonly sourceDate?: number
  readonly message: string
  readonly details: string | null
}

export interface Server {
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
  readonly metadata: Map<string, string>
  tags: Tag[]
  readonly diagnostics: Diagnostic[]
  /** Never shown to users: detached volumes hang on it while they are deleted. */
  readonly helper: boolean
}
