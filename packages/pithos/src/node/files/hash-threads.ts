import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { Worker, type WorkerOptions } from 'node:worker_threads'
import { TransferError } from '@kamaki/core'
import { type FastHashing, type HashedMemory, hashBy, type PiecewiseHash } from '../../hash/digest.ts'

// Web Crypto copies each block before it leaves the main thread, and allocates the memory for that anew: with blocks of megabytes this takes
// longer than hashing, and keeps the garbage collector busy. A thread is handed the memory itself, and hands it back. Memory that changes
// hands keeps the collector busy as well, though: a block of a file is read by the thread that hashes it.

/** Bytes of an open file. */
interface FilePart {
  readonly fd: number
  readonly position: number
  readonly length: number
}

/** The hash of a block as Pithos computes it. */
export interface HashedPart {
  readonly hash: string
  /** Bytes that were there: fewer than wanted where the file ends. */
  readonly length: number
  /** Those before the trailing zero bytes. */
  readonly used: number
}

/** What a thread says. */
interface Message {
  /** Of the job; nothing at first. */
  readonly id?: number
  /** The work failed. */
  readonly failure?: string
}

interface Job {
  resolve(done: never): void
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
const { readSync } = require('node:fs')
let own = Buffer.alloc(0)
const usedOf = (bytes) => {
  let end = bytes.length
  while (end >= 65536 && bytes[end - 1] === 0 && bytes.subarray(end - 65536, end).equals(zeros)) end -= 65536
  while (end > 0 && bytes[end - 1] === 0) end--
  return end
}
const zeros = Buffer.alloc(65536)
const hashOf = (algorithm, bytes) => createHash(algorithm).update(bytes).digest('hex')
const hashPart = (algorithm, { fd, position, length: wanted }) => {
  if (own.length < wanted) own = Buffer.allocUnsafeSlow(wanted)
  let length = 0
  while (length < wanted) {
    const more = readSync(fd, own, length, wanted - length, position + length)
    if (more === 0) break
    length += more
  }
  const used = usedOf(own.subarray(0, length))
  return { hash: hashOf(algorithm, own.subarray(0, used)), length, used }
}
parentPort.on('message', ({ id, algorithm, memory, length, part }) => {
  if (memory !== undefined) {
    const hash = hashOf(algorithm, new Uint8Array(memory, 0, length))
    return parentPort.postMessage({ id, hash, memory }, [memory])
  }
  try {
    parentPort.postMessage({ id, ...hashPart(algorithm, part) })
  } catch (error) {
    parentPort.postMessage({ id, failure: String(error) })
  }
})
parentPort.postMessage({})
`

/**
 * What a thread needs less time to start with. Without an environment nothing is loaded that NODE_OPTIONS name. Its output is left as it is:
 * to take it keeps the process alive as soon as there is any.
 */
const spare: WorkerOptions = { eval: true, execArgv: [], env: {}, trackUnmanagedFds: false }

/** Parts of files that a thread has: it reads and hashes one, the next one is at hand. */
const partsOfThread = 2

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

  start(beside = 0): void {
    const wanted = Math.min(maxThreads, availableParallelism() - beside)
    try {
      while (this.#threads.length < wanted) this.#threads.push(this.#startOne())
    } catch {
      // Where no thread may be started, Web Crypto goes on hashing.
    }
    this.#rest()
  }

  #startOne(): Thread {
    const worker = new Worker(program, { ...spare, name: 'kamaki-hash' })
    const thread: Thread = { worker, jobs: new Map(), isReady: false }
    worker.on('message', (message: Message) => this.#receive(thread, message))
    worker.on('error', (cause) => this.#fail(thread, cause))
    // It may be ended by others, without any error.
    worker.on('exit', () => this.#fail(thread, undefined))
    worker.unref()
    return thread
  }

  lend(algorithm: string, memory: ArrayBuffer, length: number): Promise<HashedMemory> | undefined {
    return this.#ask({ algorithm, memory, length }, [memory], Number.POSITIVE_INFINITY)
  }

  /**
   * Hashes a block of a file, which must stay open meanwhile. Undefined: no thread has time. Rejects if a thread cannot do it, whatever the
   * reason.
   */
  hashPart(algorithm: string, part: FilePart): Promise<HashedPart> | undefined {
    return this.#ask({ algorithm, part }, [], partsOfThread)
  }

  /** Passes work to the thread that has least of it, if that is less than so much. */
  #ask<T>(work: object, moved: ArrayBuffer[], most: number): Promise<T> | undefined {
    let thread: Thread | undefined
    for (const each of this.#threads) {
      if (each.isReady && (thread === undefined || each.jobs.size < thread.jobs.size)) thread = each
    }
    if (thread === undefined || thread.jobs.size >= most) return undefined
    const { worker, jobs } = thread
    const id = ++this.#lastId
    try {
      worker.postMessage({ id, ...work }, moved)
    } catch {
      // Memory that stays where it is: WebAssembly's, say.
      return undefined
    }
    // Only while it works does a thread keep the process alive.
    worker.ref()
    return new Promise((resolve, reject) => jobs.set(id, { resolve, reject }))
  }

  #receive(thread: Thread, message: Message): void {
    thread.isReady = true
    const { id, failure } = message
    if (id === undefined) return
    const job = thread.jobs.get(id)
    thread.jobs.delete(id)
    if (failure === undefined) job?.resolve(message as never)
    else job?.reject(new Error(failure))
    if (thread.jobs.size === 0) thread.worker.unref()
    this.#rest()
  }

  #fail(thread: Thread, cause: unknown): void {
    const index = this.#threads.indexOf(thread)
    if (index >= 0) this.#threads.splice(index, 1)
    const message = 'A thread that hashes blocks failed. Start the transfer again'
    const error = new TransferError(message, {}, cause === undefined ? {} : { cause })
    for (const { reject } of thread.jobs.values()) reject(error)
    thread.jobs.clear()
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

export const threads: HashThreads = new HashThreads()

/** Deno and Bun have their own kind of them. */
export const hasThreads: boolean = process.versions['bun'] === undefined && !('Deno' in globalThis)

/** Lets threads hash the blocks of large transfers. */
export function hashByThreads(): void {
  if (hasThreads) hashBy(threads)
}
