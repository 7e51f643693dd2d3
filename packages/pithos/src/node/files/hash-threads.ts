import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { TransferError } from '@kamaki/core'
import { type FastHashing, type HashedMemory, hashBy, type PiecewiseHash } from '../../hash/digest.ts'

// Web Crypto copies each block before it leaves the main thread, and allocates the memory for that anew: with blocks of megabytes this takes
// longer than hashing, and keeps the garbage collector busy. A thread is handed the memory itself, and hands it back.

interface Job {
  resolve(done: HashedMemory): void
  reject(error: unknown): void
}

interface Thread {
  readonly worker: Worker
  /** Those that it was given, by number. */
  readonly jobs: Map<number, Job>
  isReady: boolean
}

const program = `
const { parentPort } = require('node:worker_threads')
const { createHash } = require('node:crypto')
parentPort.on('message', ({ id, algorithm, memory, length }) => {
  const hash = createHash(algorithm).update(new Uint8Array(memory, 0, length)).digest('hex')
  parentPort.postMessage({ id, hash, memory }, [memory])
})
parentPort.postMessage({})
`

/** Threads end when nothing was hashed for so long. */
const idleMs = 2_000

/** More do not pay: memory and network are the limits then. */
const maxThreads = 4

/** Threads that hash; they are shared by all transfers. */
class HashThreads implements FastHashing {
  readonly #threads: Thread[] = []
  #lastId = 0
  #idle: ReturnType<typeof setTimeout> | undefined

  begin(algorithm: string): PiecewiseHash | undefined {
    return this.#threads.some(({ isReady }) => isReady) ? undefined : createHash(algorithm)
  }

  hashSmall(algorithm: string, bytes: Uint8Array): Uint8Array {
    return createHash(algorithm).update(bytes).digest()
  }

  start(): void {
    const wanted = Math.min(maxThreads, availableParallelism())
    try {
      while (this.#threads.length < wanted) this.#threads.push(this.#startOne())
    } catch {
      // Where no thread may be started, Web Crypto goes on hashing.
    }
    this.#rest()
  }

  #startOne(): Thread {
    const worker = new Worker(program, { eval: true, execArgv: [], name: 'kamaki-hash' })
    const thread: Thread = { worker, jobs: new Map(), isReady: false }
    worker.on('message', (message: { id?: number } & HashedMemory) => this.#receive(thread, message))
    worker.on('error', (cause) => this.#fail(thread, cause))
    worker.unref()
    return thread
  }

  lend(algorithm: string, memory: ArrayBuffer, length: number): Promise<HashedMemory> | undefined {
    let thread: Thread | undefined
    for (const each of this.#threads) {
      if (each.isReady && (thread === undefined || each.jobs.size < thread.jobs.size)) thread = each
    }
    if (thread === undefined) return undefined
    const { worker, jobs } = thread
    const id = ++this.#lastId
    try {
      worker.postMessage({ id, algorithm, memory, length }, [memory])
    } catch {
      // Memory that stays where it is: WebAssembly's, say.
      return undefined
    }
    // Only while it works does a thread keep the process alive.
    worker.ref()
    return new Promise((resolve, reject) => jobs.set(id, { resolve, reject }))
  }

  #receive(thread: Thread, { id, hash, memory }: { id?: number } & HashedMemory): void {
    thread.isReady = true
    if (id === undefined) return
    thread.jobs.get(id)?.resolve({ hash, memory })
    thread.jobs.delete(id)
    if (thread.jobs.size === 0) thread.worker.unref()
    this.#rest()
  }

  #fail(thread: Thread, cause: unknown): void {
    const index = this.#threads.indexOf(thread)
    if (index >= 0) this.#threads.splice(index, 1)
    const error = new TransferError('A thread that hashes blocks failed. Start the transfer again', {}, { cause })
    for (const { reject } of thread.jobs.values()) reject(error)
  }

  /** Ends the threads some time after the last block. */
  #rest(): void {
    clearTimeout(this.#idle)
    this.#idle = setTimeout(() => {
      if (this.#threads.some(({ jobs }) => jobs.size > 0)) return this.#rest()
      for (const { worker } of this.#threads.splice(0)) worker.terminate().catch(() => undefined)
    }, idleMs)
    this.#idle.unref()
  }
}

const threads = new HashThreads()

/** Lets threads hash the blocks of large transfers. Deno and Bun have their own kind of them. */
export function hashByThreads(): void {
  if (process.versions['bun'] === undefined && !('Deno' in globalThis)) hashBy(threads)
}
