import type { TokenSource } from '@kamaki/core'
import type { FetchName, Operation } from './operation.ts'
import type { WireResponse } from './wire.ts'

/** A fault strikes one request, and the next ones are served; or it strikes them all. */
export type Times = 'once' | 'always'

/** What is sent: bytes, or a pause of so many milliseconds, or bytes one at a time. */
export type Piece = string | Buffer | { readonly pauseMs: number } | { readonly drip: Buffer }

/** What the sent bytes are made of. */
export interface Material {
  /** What the cloud responds; of a request that it did not get, an empty 200. */
  readonly real: WireResponse
  readonly target: string
  /** The origin of a server that nobody should come to. */
  readonly elsewhere: string
}

/** How the server misbehaves. */
export interface Strike {
  /**
   * When: as the connection is accepted, after the headers of the request, amid its body, or (default) after all of it. What the
   * connection is for is not known as it is accepted: that strikes whatever request comes.
   */
  readonly at?: 'accept' | 'headers' | 'upload'
  /** Whether the cloud carries the request out first. Default false. */
  readonly handled?: boolean
  /** Default: nothing. */
  readonly send?: (material: Material) => readonly Piece[]
  /** What becomes of the connection. Default: it goes on. */
  readonly end?: 'close' | 'reset' | 'stall'
}

/** Where an endpoint is that has nothing to do with the cloud. */
export interface Elsewhere {
  readonly origin: string
  close(): Promise<void>
}

/** Names of error classes, `success`, or `own`: what the caller's own function threw. */
export type Ending = 'success' | 'own' | `${string}Error`

/** What a fault is, seen from the client. */
export interface Meaning {
  readonly ending: Ending
  /** Whether it may pass: the request is worth repeating where it can be repeated. Default false. */
  readonly transient?: boolean
  /** Whether the request may have been carried out all the same. Default false. */
  readonly unknown?: boolean
  /** Some operations know that it passes there. */
  readonly curable?: 'quota race' | 'wrong bytes'
  /** Where it does not follow from the rest. */
  readonly sendings?: number
}

export interface Fault {
  /** As the document names it, and the tests. */
  readonly name: string
  readonly strike?: Strike
  /** Opens an endpoint that is used instead of the cloud's. */
  readonly endpoint?: () => Promise<Elsewhere>
  /** Returns a token source, for tokens numbered from 1; `hang` is a promise that does not settle. */
  readonly token?: (times: Times, tokenOf: (n: number) => string) => TokenSource
  readonly means: Meaning | ((operation: Operation, fetch: FetchName, times: Times) => Meaning)
  /** Operations that it makes sense for. Default: all. */
  readonly concerns?: (operation: Operation) => boolean
  /** Default: both. */
  readonly times?: Times
  /** Whether the attempts end by their time limit, which is then short. */
  readonly slow?: boolean
  /** The pause before each retry is at least this, since the server asks for it. */
  readonly waitMs?: number
  /** Content large enough not to disappear in the buffers of the connection. */
  readonly large?: boolean
}

/** Faults of a kind. */
export interface FaultGroup {
  readonly title: string
  /** For the document: what they have in common. */
  readonly about: string
  readonly faults: readonly Fault[]
}
