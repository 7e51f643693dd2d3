import { sleep } from '../base/abort.ts'
import { Clock } from '../base/clock.ts'
import { handleWithFaults } from '../faults/inject.ts'
import { FaultRules, type Faults } from '../faults/rules.ts'
import { ConnectionReset } from '../faults/streams.ts'
import type { Call } from '../http/request.ts'
import type { HttpResponse } from '../http/response.ts'
import type { BuiltCloud } from './build-cloud.ts'
import { Changes } from './changes.ts'
import { checkListenOptions, checkOptions } from './check-options.ts'
import { ControlApi } from './control/control.ts'
import type { Controlled } from './control/controlled.ts'
import type { ControlAccess } from './control/guard.ts'
import { allow, confine, preflight } from './cors.ts'
import { CostedRequests } from './cost/at-cost.ts'
import { Dispatcher, reportBug } from './dispatch.ts'
import { type Environment, environment } from './environment.ts'
import { callOfFetch, connectionError, untilAborted, webResponse } from './fetch.ts'
import type { EmulatorOptions, Listener, ListenOptions } from './options.ts'
import { RequestLog } from './requests/request-log.ts'
import type { RequestRecord } from './requests/request-record.ts'
import type { Scenarios } from './scenarios/types.ts'
import { type EmulatorState, stateOf } from './state.ts'
import { KeptCloud } from './storage/kept-cloud.ts'
import { fixtureText } from './storage/write-fixture.ts'

/** A Synnefo cloud in this process. */
export interface Emulator {
  /** Responds in process, with no socket: hand it to a client as its `fetch`. */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>
  /** Serves HTTP/1.1 on a port (Node, Bun, Deno). Rejects with an {@link EmulatorArgumentError} for an option that is wrong. */
  listen(options?: ListenOptions): Promise<Listener>
  /** Where the cloud is and who its users are, in the form that conformance runs and `--env` use. Of the last listener, if there is one. */
  env(): Environment
  /** A cloud as new: all state, planned work and faults forgotten; listeners go on, users keep their tokens. */
  reset(): void
  /** The cloud's time; turn a manual clock by `clock.advance(ms)`. */
  readonly clock: Clock
  /** Makes requests fail on purpose. */
  readonly faults: Faults
  /** Makes something go wrong in the cloud: builds that fail, users suspended, services away. */
  readonly scenarios: Scenarios
  /** The requests that came, in this order; the newest 1000, or as many as the option `record` says. */
  readonly requests: readonly RequestRecord[]
  /** Forgets the recorded requests: the next one has the id 1. */
  clearRequests(): void
  /** What the API does not show. */
  readonly state: EmulatorState
  /**
   * All of the cloud as one string of JSON that a team can commit and compare: users, projects, servers, networks, volumes, images,
   * objects with their versions and contents, planned work, the clock. It holds tokens and passwords.
   * Rejects with a {@link StateError} if the content of an object is missing or damaged, and if no string can be so long (512 MiB):
   * {@link exportPieces} has no limit.
   */
  export(): Promise<string>
  /**
   * What `export` returns, as UTF-8 in pieces, made as they are asked for: `await writeFile('cloud.json', emulator.exportPieces())`. The cloud is
   * exported as it is when this is called, and may go on. Memory holds its records and a block at a time.
   */
  exportPieces(): AsyncGenerator<Uint8Array, void, undefined>
  /**
   * Puts the cloud that was exported in the place of this one; listeners, faults and options stay. Takes the string, what
   * `JSON.parse` makes of it, or bytes in pieces: `await emulator.import(createReadStream('cloud.json'))`.
   * @throws {StateError} not an exported state, of another format, damaged, or it cannot be kept: nothing has changed then
   */
  import(exported: string | object | AsyncIterable<Uint8Array>): Promise<void>
  /** Closes all listeners. A cloud with a state directory has ended by that, and the directory is free for another one. */
  close(): Promise<void>
}

/**
 * A cloud in this process: as new, or as it was left in its state directory.
 * @throws {EmulatorArgumentError} naming an option that is wrong or unknown
 * @throws {StateError} if the state directory is in use, damaged, something else, or cannot be written to
 */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  return new InProcessEmulator(options)
}

/** Exported for the tests of this package, which look into the stores. */
export class InProcessEmulator implements Emulator, Controlled {
  readonly clock: Clock
  readonly faults: FaultRules
  readonly log: RequestLog
  readonly changes: Changes = new Changes()
  readonly access: ControlAccess
  readonly #control: ControlApi
  readonly #options: EmulatorOptions
  readonly #listeners: Set<Listener> = new Set()
  readonly #kept: KeptCloud
  readonly #cost: CostedRequests | undefined
  #dispatcher: Dispatcher

  constructor(given: EmulatorOptions) {
    const options = checkOptions(given)
    this.#options = options
    this.clock = new Clock({ manual: options.clock === 'manual', start: options.startTime })
    this.clock.listen(this.changes.note)
    this.faults = new FaultRules(options.seed ?? 1, this.changes.note)
    this.log = new RequestLog(options.record)
    this.access = options.control ?? 'loopback'
    this.#control = new ControlApi(this)
    this.#cost = options.cost === undefined ? undefined : new CostedRequests(options.cost)
    this.#kept = new KeptCloud(options, this.clock, this.changes.note)
    this.#dispatcher = this.#newDispatcher()
    this.fetch = this.fetch.bind(this)
  }

  get cloud(): BuiltCloud {
    return this.#kept.cloud
  }

  #newDispatcher(): Dispatcher {
    return new Dispatcher(this.cloud, this.#options.onError, () => this.#kept.commit())
  }

  get scenarios(): Scenarios {
    return this.cloud.scenarios
  }

  get requests(): readonly RequestRecord[] {
    return this.log.all
  }

  clearRequests(): void {
    this.log.clear()
    this.changes.note()
  }

  get state(): EmulatorState {
    return stateOf(this.cloud)
  }

  async fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const call = await callOfFetch(input, init, this.cloud.origin)
    const { signal } = call
    signal.throwIfAborted()
    try {
      const response = await untilAborted(signal, this.#handle(call))
      signal.throwIfAborted()
      if (response.resetInHeaders) throw new ConnectionReset()
      return webResponse(response, call)
    } catch (error) {
      throw error instanceof ConnectionReset ? connectionError(error) : error
    }
  }

  async listen(given: ListenOptions = {}): Promise<Listener> {
    const options = checkListenOptions(given)
    const { listenHttp } = (await import('../node/listen.ts')) as Partial<typeof import('../node/listen.ts')>
    // Bundles for browsers hold an empty module in its place.
    if (!listenHttp) throw new Error('listen() needs a runtime that can serve HTTP: Node, Bun or Deno.')
    const listener = await listenHttp((call) => this.#handle(call), {
      ...options,
      strayChunks: this.#options.strayChunks ?? false,
      page: this.access !== 'off',
    })
    this.cloud.origin = listener.origin
    const own = {
      ...listener,
      close: (graceMs?: number) => {
        this.#control.close()
        return listener.close(graceMs)
      },
    }
    this.#listeners.add(own)
    return own
  }

  env(): Environment {
    return environment(this.cloud)
  }

  reset(): void {
    this.#kept.reset()
    this.faults.clear()
    this.#dispatcher = this.#newDispatcher()
    this.changes.note()
  }

  async export(): Promise<string> {
    return fixtureText(this.#kept.export())
  }

  exportPieces(): AsyncGenerator<Uint8Array, void, undefined> {
    return this.#kept.export()
  }

  async import(exported: string | object | AsyncIterable<Uint8Array>): Promise<void> {
    await this.#kept.import(exported)
    this.#dispatcher = this.#newDispatcher()
    this.changes.note()
  }

  async close(): Promise<void> {
    const listeners = [...this.#listeners]
    this.#listeners.clear()
    await Promise.all(listeners.map((listener) => listener.close(500)))
    this.#kept.close()
  }

  report(error: unknown, call: Call): void {
    reportBug(this.#options.onError, error, call)
  }

  /** @throws {ConnectionReset} if a fault resets the connection before there is a response */
  async #handle(call: Call): Promise<HttpResponse> {
    const control = this.#control.handle(call)
    if (control) return control
    const { cors = true, latencyMs = 0, onRequest } = this.#options
    const cloud = this.cloud
    const dispatcher = this.#dispatcher
    const entry = this.log.begin(call, cloud.nameOf(call.token))
    const stopped = cloud.scenarios.strike(call)
    const faults = stopped ? [stopped] : this.faults.strike(call)
    let response: HttpResponse | undefined
    try {
      if (latencyMs > 0) await sleep(latencyMs, call.signal)
      const dispatch = () => dispatcher.handle(call)
      const handle = async () =>
        (cors ? preflight(call) : undefined) ?? (await (this.#cost ? this.#cost.handle(call, dispatch) : dispatch()))
      response =
        faults.length > 0
          ? await handleWithFaults(call, faults, handle, (_call, fault) => dispatcher.refuse(call, fault))
          : await handle()
      return confine(call, cors ? allow(call, response) : response)
    } finally {
      const told = stopped ? 'stopService' : faults.map(({ kind }) => kind).join(', ')
      entry.end(call, call.signal.aborted ? undefined : response, told || undefined)
      if (!READING.has(call.method)) this.changes.note()
      onRequest?.(entry)
    }
  }
}

/** Methods that change nothing. */
const READING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])
