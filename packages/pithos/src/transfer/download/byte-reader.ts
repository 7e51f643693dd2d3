/** A body that ended before it should have. */
export class BodyTooShortError extends Error {
  override name = 'BodyTooShortError'
}

/** Reads a body in pieces of exact lengths. */
export class ByteReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>
  #rest: Uint8Array = new Uint8Array(0)

  constructor(body: ReadableStream<Uint8Array>) {
    this.#reader = body.getReader()
  }

  /** The next bytes, at most so many. */
  async next(limit: number): Promise<Uint8Array> {
    while (this.#rest.length === 0) {
      const { done, value } = await this.#reader.read()
      if (done) throw new BodyTooShortError('the body ended too soon')
      this.#rest = value
    }
    const part = this.#rest.subarray(0, limit)
    this.#rest = this.#rest.subarray(part.length)
    return part
  }

  /** Fills `bytes` with what comes next. `onFilled` is passed what of them has come. */
  async fill(bytes: Uint8Array, onFilled?: (filled: Uint8Array) => void): Promise<void> {
    for (let filled = 0; filled < bytes.length; ) {
      const part = await this.next(bytes.length - filled)
      bytes.set(part, filled)
      filled += part.length
      onFilled?.(bytes.subarray(0, filled))
    }
  }

  /** Skips bytes. */
  async skip(length: number): Promise<void> {
    for (let left = length; left > 0; ) left -= (await this.next(left)).length
  }

  /** Lets go of the body; what was not read is dropped. */
  close(): void {
    this.#reader.cancel().catch(() => undefined)
  }
}
