import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import { TransferError } from '@kamaki/core'
import { lengthWithoutZeros } from '../../hash/block-hash.ts'
import { forThreads, opensslName } from '../../hash/digest.ts'
import type { BlockMemory } from '../../transfer/buffer-pool.ts'
import { type HashedPart, threads } from './hash-threads.ts'

/** Parts that the main thread has: one is read while the other is hashed. */
const partsHere = 2

/** Bytes that are hashed before others get their turn. */
const slice = 1_048_576

interface Task {
  readonly position: number
  readonly length: number
  readonly algorithm: string
  readonly memory: BlockMemory
  resolve(done: HashedPart): void
  reject(error: unknown): void
}

/** Hashes the blocks of a file: the main thread and those threads that run take one after the other. */
export class FileHashes {
  readonly #handle: FileHandle
  readonly #read: (position: number, memory: Uint8Array) => Promise<number>
  readonly #size: number
  readonly #waiting: Task[] = []
  readonly #begun = new Set<Promise<unknown>>()
  #here = 0

  constructor(handle: FileHandle, size: number, read: (position: number, memory: Uint8Array) => Promise<number>) {
    this.#handle = handle
    this.#size = size
    this.#read = read
  }

  /** Hashes a block; the file must stay open until then. */
  hash(position: number, length: number, blockHash: string, memory: BlockMemory): Promise<HashedPart> {
    // By the main thread from the start: others take a while until they run.
    if (position === 0 && this.#size >= forThreads) threads.start(1)
    const algorithm = opensslName(blockHash)
    return new Promise((resolve, reject) => {
      this.#waiting.push({ position, length, algorithm, memory, resolve, reject })
      this.#next()
    })
  }

  /** Drops the blocks that nobody has begun with, and waits for the others: no thread must read what is closed. */
  async close(): Promise<void> {
    for (const { reject } of this.#waiting.splice(0))
      reject(new TransferError('The file was closed before it was read'))
    await Promise.allSettled(this.#begun)
  }

  #next(): void {
    for (let task = this.#waiting[0]; task !== undefined; task = this.#waiting[0]) {
      const elsewhere = this.#elsewhere(task)
      if (elsewhere === undefined && this.#here >= partsHere) return
      this.#waiting.shift()
      const { resolve, reject } = task
      const work = (elsewhere ?? this.#hashHere(task)).then(resolve, reject)
      this.#begun.add(work)
      void work.finally(() => {
        this.#begun.delete(work)
        this.#next()
      })
    }
  }

  /** Undefined where no thread has time. What a thread fails at is done, or fails with its proper error, here. */
  #elsewhere(task: Task): Promise<HashedPart> | undefined {
    const { algorithm, position, length } = task
    return threads.hashPart(algorithm, { fd: this.#handle.fd, position, length })?.catch(() => this.#hashHere(task))
  }

  async #hashHere({ position, length: wanted, algorithm, memory: pool }: Task): Promise<HashedPart> {
    this.#here++
    const memory = pool.take(wanted)
    try {
      const length = await this.#read(position, memory)
      const used = lengthWithoutZeros(memory.subarray(0, length))
      const hash = createHash(algorithm)
      for (let from = 0; from < used; from += slice) {
        if (from > 0) await setImmediate()
        hash.update(memory.subarray(from, Math.min(from + slice, used)))
      }
      return { hash: hash.digest('hex'), length, used }
    } finally {
      pool.give(memory)
      this.#here--
    }
  }
}
