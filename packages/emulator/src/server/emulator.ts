import { onAbort, sleep } from '../base/abort.ts'
import { Clock } from '../base/clock.ts'
import { handleWithFaults } from '../faults/inject.ts'
import { FaultRules, type Faults } from '../faults/rules.ts'
import { ConnectionReset } from '../faults/streams.ts'
import type { Call } from '../http/request.ts'
import type { HttpResponse } from '../http/response.ts'
import { BuiltCloud } from './build-cloud.ts'
import { allow, preflight } from './cors.ts'
import { Dispatcher } from './dispatch.ts'
import { type Environment, environment } from './environment.ts'
import { callOfFetch, connectionError, webResponse } from './fetch.ts'
import type { EmulatorOptions, Listener, ListenOptions } from './options.ts'
import { record } from './request-log.ts'
import { type EmulatorState, stateOf } from './state.ts'

/** A Synnefo cloud in this process. */
export interface Emulator {
  /** Responds in process, with no socket: hand it to a client as its `fetch`. */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>
  /** Serves HTTP/1.1 on a port (Node, Bun, Deno). */
  listen(options?: ListenOptions): Promise<Listener>
  /** Where the cloud is and who its users are, in the form that conformance runs and `--env-file` use. Of the last listener, if there is one. */
  env(): Environment
  /** A cloud as new: all state, planned work and faults forgotten; listeners go on, users keep their tokens. */
  reset(): void
  /** The cloud's time; turn a manual clock by `clock.advance(ms)`. */
  readonly clock: Clock
  /** Makes requests fail on purpose. */
  readonly faults: Faults
  /** What the API does not show. */
  readonly state: EmulatorState
  /** Closes all listeners. */
  close(): Promise<void>
}

/** A cloud in this process, as new. */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  return new InProcessEmulator(options)
}

/** Exported for the tests of this package, which look into the stores. */
export class InProcessEmulator implements Emulator {
  readonly clock: Clock
  readonly faults: FaultRules
  readonly #options: EmulatorOptions
  readonly #listeners: Set<Listener> = new Set()
  #cloud: BuiltCloud
  #dispatcher: Dispatcher

  constructor(options: EmulatorOptions) {
    this.#options = options
    this.clock = new Clock({ manual: options.clock === 'manual', start: options.startTime })
    this.faults = new FaultRules(options.seed ?? 1)
    this.#cloud = new BuiltCloud(options, this.clock)
    this.#dispatcher = new Dispatcher(this.#cloud, this.#options.onError)
    this.fetch = this.fetch.bind(this)
  }

  get cloud(): BuiltCloud {
    return this.#cloud
  }

  get state(): EmulatorState {
    return stateOf(this.#cloud)
  }

  async fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const call = await callOfFetch(input, init, this.#cloud.origin)
    const { signal } = call
    signal.throwIfAborted()
    let stop = () => {}
    const gone = new Promise<never>((_resolve, reject) => {
      stop = onAbort(signal, () => reject(signal.reason))
    })
    try {
      const response = await Promise.race([this.#handle(call), gone])
      signal.throwIfAborted()
      if (response.resetInHeaders) throw new ConnectionReset()
      return webResponse(response, call)
    } catch (error) {
      throw error instanceof ConnectionReset ? connectionError(error) : error
    } finally {
      stop()
    }
  }

  async listen(options: ListenOptions = {}): Promise<Listener> {
    const { listenHttp } = (await import('../node/listen.ts')) as Partial<typeof import('../node/listen.ts')>
    // Bundles for browsers hold an empty module in its place.
    if (!listenHttp) throw new Error('listen() needs a runtime that can serve HTTP: Node, Bun or Deno.')
    const listener = await listenHttp((call) => this.#handle(call), {
      ...options,
      strayChunks: this.#options.strayChunks ?? false,
    })
    this.#listeners.add(listener)
    this.#cloud.origin = listener.origin
    return listener
  }

  env(): Environment {
    return environment(this.#cloud)
  }

  reset(): void {
    const { origin } = this.#cloud
    this.clock.clear()
    this.faults.clear()
    void this.#options.blocks?.clear()
    this.#cloud = new BuiltCloud(this.#options, this.clock)
    this.#cloud.origin = origin
    this.#dispatcher = new Dispatcher(this.#cloud, this.#options.onError)
  }

  async close(): Promise<void> {
    const listeners = [...this.#listeners]
    this.#listeners.clear()
    await Promise.all(listeners.map((listener) => listener.close(500)))
  }

  /** @throws {ConnectionReset} if a fault resets the connection before there is a response */
  async #handle(call: Call): Promise<HttpResponse> {
    const started = performance.now()
    const { cors = true, latencyMs = 0, onRequest } = this.#options
    const cloud = this.#cloud
    const dispatcher = this.#dispatcher
    const faults = this.faults.strike(call)
    let status = 0
    try {
      if (latencyMs > 0) await sleep(latencyMs, call.signal)
      const handle = async () => (cors ? preflight(call) : undefined) ?? (await dispatcher.handle(call))
      const response =
        faults.length > 0
          ? await handleWithFaults(call, faults, handle, (_call, fault) => dispatcher.refuse(call, fault))
          : await handle()
      status = response.status
      return cors ? allow(call, response) : response
    } finally {
      onRequest?.(record(call, cloud, status, started, faults))
    }
  }
}
