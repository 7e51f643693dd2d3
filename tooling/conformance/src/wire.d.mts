export interface WireRequest {
  method: string
  url: string
  headers: Readonly<Record<string, string | number>>
  body?: Uint8Array | string | undefined
}

export interface WireResponse {
  status: number
  headers: Readonly<Record<string, string | string[] | undefined>>
  body: Buffer
}

export type Sender = (request: WireRequest) => Promise<WireResponse>

/** Where a cloud is and who its users are, as `emulator.env()` returns it. */
export interface Env {
  readonly authUrl: string
  readonly users: Readonly<
    Record<string, { readonly token: string; readonly uuid?: string | undefined; readonly email?: string | undefined }>
  >
  readonly vars?: Readonly<Record<string, string | number>> | undefined
}

export function lookup(path: string, from: unknown): unknown
export function fill(value: string, vars: Readonly<Record<string, unknown>>): unknown
export function send(request: WireRequest): Promise<WireResponse>
export function catalogOf(env: Env, sender?: Sender): Promise<Record<string, string>>
export function hangUp(): void
