/**
 * Blocks of memory that are used again. Megabytes that are allocated anew for each block keep the garbage collector busier than the
 * transfer itself.
 */
export class BufferPool {
  readonly #size: number
  readonly #most: number
  readonly #free: Uint8Array<ArrayBuffer>[] = []

  /** @param most how many free ones are kept. */
  constructor(size: number, most: number) {
    this.#size = size
    this.#most = most
  }

  /** Memory for `length` bytes, with anything in it. */
  take(length: number): Uint8Array<ArrayBuffer> {
    const free = length <= this.#size ? this.#free.pop() : undefined
    if (free !== undefined) return free.subarray(0, length)
    // What is much smaller than a block gets no more than it needs: mostly it is all of the content.
    const isLarge = length > this.#size / 2 && length <= this.#size
    return new Uint8Array(isLarge ? this.#size : length).subarray(0, length)
  }

  /** Returns memory that nobody looks at any more. */
  give(bytes: Uint8Array): void {
    const { buffer, byteOffset } = bytes
    if (byteOffset !== 0 || buffer.byteLength !== this.#size || this.#free.length >= this.#most) return
    if (buffer instanceof ArrayBuffer) this.#free.push(new Uint8Array(buffer))
  }
}
