/** Milliseconds of a worker: for a request whatever its size, and for each MiB of its body and of its response. */
export interface Spent {
  readonly ms?: number | undefined
  readonly writeMsPerMiB?: number | undefined
  readonly readMsPerMiB?: number | undefined
}

/** What requests of one kind cost. */
export interface RequestCost extends Spent {
  /** Methods. Default: all. */
  readonly method?: string | readonly string[] | undefined
  /** Matches the request target, as the `path` of a fault does. Default: all. */
  readonly path?: string | RegExp | undefined
  /** How much of it no two requests can do at the same time, however many workers there are: the database, the disk. Default: nothing. */
  readonly serial?: Spent | undefined
}

/** How long a server takes for requests. */
export interface CostModel {
  /** How many requests are worked on at the same time; others wait for their turn. Default 2. */
  readonly workers?: number | undefined
  /** The first that matches a request says what it costs; one that none matches costs nothing. */
  readonly requests: readonly RequestCost[]
}

const OBJECT_STORE = '^/pithos/object-store/v1'
const CONTAINER = new RegExp(`${OBJECT_STORE}/[^/?]+/[^/?]+/?(?:\\?|$)`)
const OBJECT = new RegExp(`${OBJECT_STORE}/[^/?]+/[^/?]+/[^?]`)
const HASHMAP = new RegExp(`${OBJECT_STORE}/[^/?]+/[^/?]+/[^?]+\\?(?:.*&)?hashmap(?:[=&]|$)`)

/**
 * What requests cost on a Synnefo 0.21 with PostgreSQL on two cores, as measured there with one and with four in flight: few,
 * long requests win, and more of them at the same time help writes more than reads.
 */
export const REAL_COST: CostModel = {
  workers: 2,
  requests: [
    { method: 'HEAD', path: CONTAINER, ms: 36, serial: { ms: 36 } },
    { method: 'GET', path: CONTAINER, ms: 31, serial: { ms: 30 } },
    { method: 'POST', path: CONTAINER, ms: 23, writeMsPerMiB: 13.5, serial: { ms: 16, writeMsPerMiB: 8.3 } },
    { method: 'GET', path: HASHMAP, ms: 28, serial: { ms: 17 } },
    { method: 'GET', path: OBJECT, ms: 34, readMsPerMiB: 1.5, serial: { ms: 22, readMsPerMiB: 1.35 } },
    { method: 'HEAD', path: OBJECT, ms: 28, serial: { ms: 15 } },
    {
      method: ['PUT', 'POST'],
      path: OBJECT,
      ms: 54,
      writeMsPerMiB: 11.4,
      serial: { ms: 43, writeMsPerMiB: 7 },
    },
    { ms: 27, serial: { ms: 15 } },
  ],
}
