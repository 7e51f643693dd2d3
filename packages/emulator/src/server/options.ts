import type { BlockStore } from '../base/blocks.ts'
import type { OAuth2Client, UserOptions } from '../identity/model.ts'
import type { CloudContents } from './contents/types.ts'
import type { ControlAccess } from './control/guard.ts'
import type { CostModel } from './cost/cost-model.ts'
import type { RecordOptions, RequestRecord } from './requests/request-record.ts'

/** How `createEmulator` sets a cloud up. */
export interface EmulatorOptions {
  /** Scheme and host of the URLs in responses to in-process requests. Default `http://synnefo.test`. */
  readonly origin?: string | undefined
  /** Users beside alice, bob, carol and admin: a number of them (`user1`, `user2` ...) or their descriptions. */
  readonly users?: number | readonly UserOptions[] | undefined
  /** Users, projects, flavors, networks, images, containers and files that are there from the start. */
  readonly contents?: CloudContents | undefined
  /** `real` (default) runs with the machine's clock, `manual` stands still until `emulator.clock.advance(ms)`. */
  readonly clock?: 'real' | 'manual' | undefined
  /** Where a manual clock starts, milliseconds since 1970. Default: now. */
  readonly startTime?: number | undefined
  /** How long background work (stopping a server, say; building one takes twice as long) takes, in milliseconds of the clock. Default 500. */
  readonly transitionMs?: number | undefined
  /** Waited before every response, in milliseconds of real time. Default 0. */
  readonly latencyMs?: number | undefined
  /**
   * How long requests take, in real time: `real` as on a real Synnefo with two workers, or numbers of your own, as `REAL_COST`
   * has them. Default: as long as they take.
   */
  readonly cost?: 'real' | CostModel | undefined
  /** Seed of everything that is generated (ids, passwords, random faults). Default 1. */
  readonly seed?: number | undefined
  /** Switches the Astakos admin API (`/users` and its kin) on, as ASTAKOS_ADMIN_API_ENABLED does. Default false. */
  readonly adminApi?: boolean | undefined
  /** Whether the public network has an IPv6 subnet beside its IPv4 one: ports on it get an address of each. Default false. */
  readonly publicIpv6?: boolean | undefined
  /** Programs that may ask users for access by OAuth 2. */
  readonly oauth2?:
    | {
        readonly clients?: readonly OAuth2Client[] | undefined
        /** Takes OAuth 2 calls over plain HTTP, too, which a real cloud does in debug mode only. Default false. */
        readonly allowHttp?: boolean | undefined
      }
    | undefined
  /** Schemes of URLs that a browser may be sent to after its login, with the token (`REDIRECT_ALLOWED_SCHEMES`). Default `['pithos', 'pithosdev']`. */
  readonly loginSchemes?: readonly string[] | undefined
  /** Bytes in a block of an object, for the whole cloud. Default 4194304; small ones make it cheap to test what happens at block borders. */
  readonly blockSize?: number | undefined
  /** How many entries a listing of containers or objects has at most, as PITHOS_API_LIST_LIMIT sets it. Default 10000. */
  readonly listLimit?: number | undefined
  /**
   * A directory that keeps all of the cloud: it is there again when an emulator is created with the same directory, also after
   * the process was killed. It is created if need be. What a new cloud begins with (`users`, `seed`, `publicIpv6`, `blockSize`)
   * counts the first time. Default: the cloud is in memory, and gone with the process. Needs Node, Deno or Bun.
   */
  readonly state?: string | undefined
  /** Where blocks of objects are kept, in a cloud without `state`. Default: memory. `DiskBlocks` of `@kamaki/emulator/node` keeps them in a directory. */
  readonly blocks?: BlockStore | undefined
  /**
   * Over a socket, the response to a HEAD of some paths is followed by a chunk that should not be there, as a real server
   * sends it: whoever uses that connection again reads garbage. Default false.
   */
  readonly strayChunks?: boolean | undefined
  /** Lets browsers on other origins use the cloud. Default true. */
  readonly cors?: boolean | undefined
  /** Who may use the control API, `/_emulator`: programs on this machine (default), any that reach the port, or nobody. */
  readonly control?: ControlAccess | undefined
  /** How many requests are recorded, and how much of their bodies. */
  readonly record?: RecordOptions | undefined
  /** Called after every request. */
  readonly onRequest?: ((record: RequestRecord) => void) | undefined
  /** Called for a bug of the emulator: an exception that became a 500. Default: written to the console. */
  readonly onError?: ((error: unknown, request: { method: string; target: string }) => void) | undefined
}

/** A line between callers and the cloud. */
export interface LinkOptions {
  /** How much it passes on in a second, in each direction and for all connections together. Default: as much as comes. */
  readonly bitsPerSecond?: number | undefined
  /** How long a request and its response are on their way, half of it each; opening a connection takes as long as well. Default 0. */
  readonly latencyMs?: number | undefined
}

export interface ListenOptions {
  /** Default 0: any free port. */
  readonly port?: number | undefined
  /** Default 127.0.0.1. */
  readonly host?: string | undefined
  /**
   * Serves HTTPS: with this key and certificate (PEM), or with a certificate of its own, which `Listener.ca` lets callers trust.
   * Default false.
   */
  readonly https?: boolean | { readonly key: string; readonly cert: string } | undefined
  /** Callers come over a line that is slower than this machine. Default: they do not. */
  readonly link?: LinkOptions | undefined
}

/** A port that the emulator serves. */
export interface Listener {
  readonly origin: string
  readonly port: number
  /** The authority that signed the certificate that was made for `https: true` (PEM), for `caFile` and the like. */
  readonly ca: string | undefined
  /** Stops taking connections, lets requests under way finish (for at most `graceMs`, 2 s by default), then closes all. */
  close(graceMs?: number): Promise<void>
}
