// What the control API responds with: docs/emulator-control.md.

export interface CloudInfo {
  readonly version: string
  readonly origin: string
  readonly authUrl: string
}

export interface CloudUser {
  readonly name: string
  readonly uuid: string
  readonly email: string
  readonly token: string
  readonly tokenExpires: number | null
  readonly active: boolean
  readonly groups: readonly string[]
  readonly defaultProject: string
  readonly projects: readonly string[]
}

export interface UserDetails extends CloudUser {
  readonly quotas: readonly Quota[]
}

export interface Quota {
  readonly project: string
  readonly resource: string
  readonly unit: string | null
  /** Integers, as strings: they may be larger than a number of JSON. */
  readonly usage: string
  readonly limit: string
}

export interface Users {
  readonly authUrl: string
  readonly users: readonly CloudUser[]
}

/** A server, a volume, a network ...: its fields, by name. */
export type Item = Readonly<Record<string, unknown>> & { readonly id: number | string }

export type ResourceKind = 'servers' | 'volumes' | 'networks' | 'ports' | 'floatingIps' | 'images' | 'projects'

export type Overview = Readonly<Record<ResourceKind, readonly Item[]>> & { readonly revision: number }

export interface LoggedRequest {
  readonly id: number
  readonly startedAt: number
  readonly method: string
  readonly target: string
  /** 0 until there is a response, and if the connection was reset. */
  readonly status: number
  readonly durationMs: number
  readonly user: string | null
  readonly fault: string | null
  readonly done: boolean
}

export interface Message {
  readonly headers: Readonly<Record<string, string>>
  readonly body: LoggedBody
}

export interface LoggedBody {
  readonly size: number
  readonly complete: boolean
  readonly text?: string | undefined
  readonly base64?: string | undefined
}

export interface RequestDetails extends LoggedRequest {
  readonly request: Message
  readonly response: Message
}

export interface ActiveFault {
  readonly id: number
  readonly rule: Readonly<Record<string, unknown>>
  readonly struck: number
}

export interface ActiveScenario {
  readonly id: number
  readonly kind: string
  readonly options: Readonly<Record<string, unknown>>
  readonly struck: number
}

/** What can be started, with the fields of a form for it. */
export interface ScenarioKind {
  readonly kind: string
  readonly title: string
  readonly fields: readonly ScenarioField[]
}

export interface ScenarioField {
  readonly name: string
  readonly type: 'string' | 'number'
  readonly required: boolean
  readonly hint: string
  readonly choices?: readonly string[] | undefined
}

export interface CloudClock {
  readonly now: number
  readonly manual: boolean
  readonly pending: number
}
