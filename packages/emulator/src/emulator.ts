import { Cloud } from './cloud.ts'
import { Clock } from './frame/clock.ts'
import { Dispatcher } from './frame/dispatch.ts'
import { callOfFetch, responseOf } from './frame/fetch.ts'
import type { Reply } from './frame/reply.ts'
import type { Call } from './frame/request.ts'
import { type Environment, environment } from './identity/environment.ts'
import type { Listener, ListenOptions } from './node/listen.ts'
import type { EmulatorOptions } from './options.ts'

/** A Synnefo cloud in this process. */
export interface Emulator {
  /** Answers in process, with no socket: hand it to a client as its `fetch`. */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>
  /** Serves HTTP/1.1 on a port (Node, Bun, Deno). */
  listen(options?: ListenOptions): Promise<Listener>
  /** Where the cloud is and who its users are, in the form that conformance runs and `--env-file` use. Of the last listener, if there is one. */
  env(): Environment
  /** A cloud as new: all state and planned work forgotten; listeners go on. */
  reset(): void
  /** The cloud's time; turn a manual clock by `clock.advance(ms)`. */
  readonly clock: Clock
  /** The state itself, for tests that look behind the API. */
  readonly cloud: Cloud
  /** Closes all listeners. */
  close(): Promise<void>
}

export function createEmulator(options: EmulatorOptions = {}): Emulator {
  return new InProcessCloud(options)
}

class InProcessCloud implements Emulator {
  readonly clock: Clock
  readonly #options: EmulatorOptions
  readonly #listeners: Set<Listener> = new Set()
  #cloud: Cloud
  #dispatcher: Dispatcher

  constructor(options: EmulatorOptions) {
    this.#options = options
    this.clock = new Clock({ manual: options.clock === 'manual', start: options.startTime })
    this.#cloud = new Cloud(options, this.clock)
    this.#dispatcher = new Dispatcher(this.#cloud)
    this.fetch = this.fetch.bind(this)
  }

  get cloud(): Cloud {
    return this.#cloud
  }

  async fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const call = await callOfFetch(input, init, this.#cloud.origin)
    const reply = await this.#handle(call)
    call.signal.throwIfAborted()
    return responseOf(reply, call.method)
  }

  async listen(options: ListenOptions = {}): Promise<Listener> {
    const { listenHttp } = await import('./node/listen.ts')
    const listener = await listenHttp((call) => this.#handle(call), options)
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
    this.#cloud = new Cloud(this.#options, this.clock)
    this.#cloud.origin = origin
    this.#dispatcher = new Dispatcher(this.#cloud)
  }

  async close(): Promise<void> {
    const listeners = [...this.#listeners]
    this.#listeners.clear()
    await Promise.all(listeners.map((listener) => listener.close()))
  }

  #handle(call: Call): Promise<Reply> {
    return this.#dispatcher.handle(call)
  }
}
