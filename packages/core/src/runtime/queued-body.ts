import type { IncomingBody, IncomingReader } from './direct-send.ts'

/** What bytes are pushed into as they come. */
export interface ByteSink {
  /** Lets more come, after a `push` that returned false. */
  onResume: () => void
  /** Takes a chunk; returns whether more may come. */
  push(chunk: Uint8Array): boolean
  end(): void
  fail(error: unknown): void
}

/** So many bytes may wait to be read before no more are taken from the connection. */
const mostWaiting = 64 * 1024

interface Waiter {
  resolve(result: { done: boolean; value?: Uint8Array }): void
  reject(error: unknown): void
}

/** A body between a connection that pushes and a reader that pulls, which waits for each read before the next. */
export class QueuedBody implements IncomingBody, IncomingReader, ByteSink {
  onResume: () => void
  readonly #stop: (reason: unknown) => void
  #chunks: Uint8Array[] = []
  #waiting = 0
  #paused = false
  #ended = false
  #failure: { readonly error: unknown } | undefined
  #waiter: Waiter | undefined

  /** @param stop ends the exchange before all has come. */
  constructor(onResume: () => void, stop: (reason: unknown) => void) {
    this.onResume = onResume
    this.#stop = stop
  }

  push(chunk: Uint8Array): boolean {
    const { buffer, byteLength } = chunk
    if (this.#failure !== undefined || byteLength === 0) return true
    // A view of something larger would keep that in memory, and readers may do with a chunk's memory what they like.
    const value = byteLength === buffer.byteLength ? new Uint8Array(buffer) : new Uint8Array(chunk)
    const waiter = this.#waiter
    if (waiter !== undefined) {
      this.#waiter = undefined
      waiter.resolve({ done: false, value })
      return true
    }
    this.#chunks.push(value)
    this.#waiting += byteLength
    this.#paused = this.#waiting >= mostWaiting
    return !this.#paused
  }

  end(): void {
    this.#ended = true
    this.#waiter?.resolve({ done: true })
    this.#waiter = undefined
  }

  fail(error: unknown): void {
    if (this.#ended) return
    this.#failure ??= { error }
    this.#chunks = []
    this.#waiter?.reject(error)
    this.#waiter = undefined
  }

  getReader(): IncomingReader {
    return this
  }

  async read(): Promise<{ done: boolean; value?: Uint8Array }> {
    if (this.#failure !== undefined) throw this.#failure.error
    const value = this.#chunks.shift()
    if (value !== undefined) {
      this.#waiting -= value.byteLength
      if (this.#paused && this.#waiting < mostWaiting) {
        this.#paused = false
        this.onResume()
      }
      return { done: false, value }
    }
    if (this.#ended) return { done: true }
    return new Promise((resolve, reject) => {
      this.#waiter = { resolve, reject }
    })
  }

  async cancel(reason?: unknown): Promise<void> {
    this.#chunks = []
    if (!this.#ended) this.#stop(reason ?? new Error('The body is not read'))
  }
}
