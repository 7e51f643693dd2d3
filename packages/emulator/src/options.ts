import type { BlockStore } from './base/blocks.ts'
import type { OAuth2Client } from './identity/oauth2-store.ts'

/** A user of the cloud; what is left out is made up from the name. */
export interface UserOptions {
  /** How `emulator.users` and the env file call the user. */
  name: string
  token?: string
  uuid?: string
  email?: string
  firstName?: string
  lastName?: string
  /** Groups (`admin-stats`, `admin-api` ...). */
  groups?: readonly string[]
}

export interface EmulatorOptions {
  /** Scheme and host of the URLs in answers to in-process requests. Default `http://synnefo.test`. */
  origin?: string
  /** Users beside alice, bob, carol and admin: a number of them (`user1`, `user2` ...) or their descriptions. */
  users?: number | readonly UserOptions[]
  /** `real` (default) runs with the machine's clock, `manual` stands still until `emulator.clock.advance(ms)`. */
  clock?: 'real' | 'manual'
  /** Where a manual clock starts, milliseconds since 1970. Default: now. */
  startTime?: number
  /** How long background work (stopping a server, say; building one takes twice as long) takes, in milliseconds of the clock. Default 500. */
  transitionMs?: number
  /** Waited before every answer, in milliseconds of real time. Default 0. */
  latencyMs?: number
  /** Seed of everything that is made up (ids, passwords, random faults). Default 1. */
  seed?: number
  /** Switches the Astakos admin API (`/users` and its kin) on, as ASTAKOS_ADMIN_API_ENABLED does. Default false. */
  adminApi?: boolean
  /** Programs that may ask users for access by OAuth 2. */
  oauth2?: {
    clients?: readonly OAuth2Client[]
    /** Takes OAuth 2 calls over plain HTTP, too, which a real cloud does in debug mode only. Default false. */
    allowHttp?: boolean
  }
  /** Bytes in a block of an object, for the whole cloud. Default 4194304; small ones make it cheap to test what happens at block borders. */
  blockSize?: number
  /** Where blocks of objects are kept. Default: memory. `DiskBlocks` of `@kamaki/emulator/node` keeps them in a directory. */
  blocks?: BlockStore
  /**
   * Over a socket, the answer to a HEAD of some paths is followed by a chunk that should not be there, as a real server
   * sends it: whoever uses that connection again reads garbage. Default false.
   */
  strayChunks?: boolean
  /** Lets browsers on other origins use the cloud. Default true. */
  cors?: boolean
  /** Told about every request that was answered. */
  onRequest?: (record: RequestRecord) => void
  /** Told about a bug of the emulator: an exception that became a 500. Default: written to the console. */
  onError?: (error: unknown, request: { method: string; target: string }) => void
}

/** One line of the request log. */
export interface RequestRecord {
  method: string
  /** As sent, with any token in the query taken out. */
  target: string
  status: number
  durationMs: number
  /** Name of the user whose token came with the request. */
  user: string | undefined
  /** The injected fault that shaped the answer. */
  fault: string | undefined
}
