/** Where blocks of memory come from, and go back to. */
export interface BlockMemory {
  /** Memory for `length` bytes, with anything in it. */
  take(length: number): Uint8Array<ArrayBuffer>
  /** Returns memory that nobody looks at any more. */
  give(bytes: Uint8Array): void
}

/**
 * Blocks of memory that are used again. Megabytes that are allocated anew for each block keep the garbage collector busier than the
 * transfer itself.
 */
export class BufferPool implements BlockMemory {
  readonly size: number
  readonly #most: number
  readonly #free: Uint8Array<ArrayBuffer>[] = []

  /** @param most how many free ones are kept. */
  constructor(size: number, most: number) {
    this.size = size
    this.#most = most
  }

  take(length: number): Uint8Array<ArrayBuffer> {
    const free = length <= this.size ? this.#free.pop() : undefined
    if (free !== undefined) return free.subarray(0, length)
    // What is much smaller than a block gets no more than it needs: mostly it is all of the content.
    const isLarge = length > this.size / 2 && length <= this.size
    return new Uint8Array(isLarge ? this.size : length).subarray(0, length)
  }

  give(bytes: Uint8Array): void {
    const { buffer, byteOffset } = bytes
    if (byteOffset !== 0 || buffer.byteLength !== this.size || this.#free.length >= this.#most) return
    if (buffer instanceof ArrayBuffer) this.#free.push(new Uint8Array(buffer))
  }
}

/** Memory that no transfer uses is kept for the next one for so long. */
const idleMs = 5_000

/** The pool of those who use one now, or did so a little while ago, and how many these are. */
let shared: { readonly pool: BufferPool; readonly most: number; users: number } | undefined
let idle: ReturnType<typeof setTimeout> | undefined

/**
 * Does work with memory that is used again by whoever comes next, as the first use of new memory is dear. Those who come meanwhile use it as
 * well; another size, or more of it, is a pool of its own.
 */
export async function withSharedPool<T>(
  size: number,
  most: number,
  work: (pool: BufferPool) => Promise<T>,
): Promise<T> {
  if (shared === undefined || shared.pool.size !== size || shared.most < most)
    shared = { pool: new BufferPool(size, most), most, users: 0 }
  const mine = shared
  mine.users++
  clearTimeout(idle)
  try {
    return await work(mine.pool)
  } finally {
    mine.users--
    if (mine === shared && mine.users === 0) {
      idle = setTimeout(() => {
        shared = undefined
      }, idleMs)
      // No program waits for this to end.
      const { unref } = idle as { unref?: () => void }
      unref?.call(idle)
    }
  }
}
