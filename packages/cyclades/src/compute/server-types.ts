import type { Link } from '@kamaki/core'
import type { LiteralUnion } from '@kamaki/core/toolkit'

/**
 * The status of a server. `RESIZE` is in the API but never seen: a resize keeps the server `STOPPED` with task
 * `RESIZING`. A rescue is not a status either, see `SNF:rescue`.
 */
export type ServerStatus = LiteralUnion<
  'BUILD' | 'ACTIVE' | 'STOPPED' | 'REBOOT' | 'RESIZE' | 'ERROR' | 'DELETED' | 'UNKNOWN'
>

/** The task that is running on a server; empty when there is none. Most actions are rejected meanwhile. */
export type TaskState = LiteralUnion<
  | ''
  | 'BUILDING'
  | 'STARTING'
  | 'STOPPING'
  | 'REBOOTING'
  | 'DESTROYING'
  | 'RESIZING'
  | 'RESCUING'
  | 'UNRESCUING'
  | 'CONNECTING'
  | 'DISCONNECTING'
  | 'ATTACHING_VOLUME'
  | 'DETACHING_VOLUME'
  | 'UNKNOWN'
>

export type FirewallProfile = LiteralUnion<'ENABLED' | 'DISABLED' | 'PROTECTED'>

/** `floating` if the address can be moved to another server. */
export type IpType = LiteralUnion<'fixed' | 'floating'>

export type DiagnosticLevel = LiteralUnion<'ERROR' | 'WARNING' | 'INFO' | 'DEBUG'>

/** A server as in the short list. */
export interface ServerSummary {
  id: number
  name: string
  /** `self` and `bookmark`. */
  links: Link[]
}

/** A server, with all fields. */
export interface Server extends ServerSummary {
  /** The owner's uuid. */
  user_id: string
  /** The project that is charged. */
  tenant_id: string | null
  /** Whether the members of the project can see it, too. */
  shared_to_project: boolean
  status: ServerStatus
  'SNF:task_state': TaskState
  /** 0 to 100; 100 when `ACTIVE`. */
  progress: number
  /** Usually empty. */
  hostId: string
  /** ISO 8601 with the offset +00:00. */
  updated: string
  /** ISO 8601 with the offset +00:00. */
  created: string
  flavor: { id: number; links: Link[] }
  image: { id: string; links: Link[] }
  /** Suspended by an administrator: actions on it are 403. */
  suspended: boolean
  metadata: Record<string, string>
  /** The `ACTIVE` tags only, in no particular order; `servers.tags.list` has the pending ones, too. */
  tags: string[]
  /** The `ACTIVE` ports, by id. */
  attachments: Attachment[]
  /** By network id. Two ports on one network share an entry: `attachments` tells them apart. */
  addresses: Record<string, Address[]>
  /** Ids of its volumes, in no particular order. The root is the one whose attachment has `device_index` 0. */
  volumes: number[]
  /** The latest diagnostic, if any; `servers.diagnostics` has them all. */
  diagnostics: Diagnostic[]
  /** Always `[{ name: 'default' }]`. */
  security_groups: { name: string }[]
  /** The first of `SNF:key_names`. */
  key_name: string | null
  'SNF:key_names': string[]
  /** Always empty. */
  config_drive: string
  /** Always empty. */
  accessIPv4: string
  /** Always empty. */
  accessIPv6: string
  'SNF:fqdn': string | null
  /** By the server's port. */
  'SNF:port_forwarding': Record<string, { host: string; port: string }>
  deleted: boolean
  /** Whether it boots a rescue image instead of its own disk. */
  'SNF:rescue': boolean
}

/** A server as `create` returns it, the only time that its password is shown. */
export interface CreatedServer extends Server {
  /**
   * Shown once. `servers.password` may have it for a while longer. Not enumerable: read it by name; logs, inspection, `JSON.stringify`
   * and spreads leave it out.
   */
  adminPass: string
}

/** A port of a server. */
export interface Attachment {
  /** The port's id. A number here, a string in the network API. */
  id: number
  network_id: string
  mac_address: string | null
  /** Empty when it has none. */
  ipv4: string
  /** Empty when it has none. */
  ipv6: string
  /** Absent on a port of a private network after `DISABLED`. */
  readonly firewallProfile?: FirewallProfile | undefined
  /** Absent when the port has no address. */
  readonly 'OS-EXT-IPS:type'?: IpType | undefined
}

export interface Address {
  version: 4 | 6
  addr: string
  'OS-EXT-IPS:type': IpType
}

/** A message of the cloud about a server, above all about its creation. */
export interface Diagnostic {
  level: DiagnosticLevel
  created: string
  source: string
  /** Absent when the source gave none. */
  readonly source_date?: string | undefined
  message: string
  details: string | null
}

/** Where the graphs of a server are: PNG images of another service, which needs no token. */
export interface ServerStats {
  serverRef: number
  /** Seconds between two updates of the graphs. */
  refresh: number
  cpuBar: string
  cpuTimeSeries: string
  netBar: string
  netTimeSeries: string
}
