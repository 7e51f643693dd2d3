import type { ClientOptions, RequestOptions, TokenSource } from '@kamaki/core'
import type { Emulator } from '@kamaki/emulator'
import type { WireRequest } from './wire.ts'

export const FETCHES = ['fetch', 'createNodeFetch'] as const
export type FetchName = (typeof FETCHES)[number]

/** What an operation runs with. */
export interface World {
  readonly emulator: Emulator
  /** Of the faulty server, or of an endpoint elsewhere. */
  readonly origin: string
  readonly token: TokenSource
  readonly account: string
  readonly options: ClientOptions
  /** For a wait: the limit of all of it. */
  readonly waitMs: number
  /** Whether content is to be large. */
  readonly large: boolean
}

/** Sets things up in the cloud, with clients that no fault strikes. */
export interface Prepared {
  run(options: RequestOptions): Promise<unknown>
  /** Checks, after a success, that it is one: returns what is wrong. */
  problem(result: unknown): Promise<string | undefined>
  /** Checks, after a failure, that it did no harm. */
  harm?(): Promise<string | undefined>
}

/** One of the operations that are struck, and what repeats it. */
export interface Operation {
  readonly name: string
  /** For the document: the call, and the request that is struck. */
  readonly call: string
  readonly request: string
  readonly method: string
  /**
   * Whether its request is sent again: `always` when the failure may pass; `confirmed` when a look at the cloud says that it did not
   * happen; `never`.
   */
  readonly repeats: 'always' | 'confirmed' | 'never'
  /** Failures that it repeats besides those that may pass. */
  readonly cures: readonly ('quota race' | 'wrong bytes')[]
  /** Whether it goes on, request after request, until its time is over. */
  readonly waits?: boolean
  /** What its response holds: JSON, raw bytes, nothing of interest, or no body at all. */
  readonly response: 'json' | 'bytes' | 'ignored' | 'none'
  /** Whether its request has a body, and whether that can be large. */
  readonly body: 'none' | 'small' | 'any'
  /** How many other requests come before it. */
  readonly before: number
  isTarget(request: Pick<WireRequest, 'method' | 'target'>): boolean
  prepare(world: World): Promise<Prepared>
}
