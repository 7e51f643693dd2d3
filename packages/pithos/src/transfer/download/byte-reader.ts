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

  async #more(): Promise<Uint8Array> {
    while (this.#rest.length === 0) {
      const { done, value } = await this.#reader.read()
      if (done) throw new BodyTooShortError('the body ended too soon')
      this.#rest = value
    }
    return this.#rest
  }

  /** Fills `bytes` with what comes next. */
  async fill(bytes: Uint8Array): Promise<void> {
    let filled = 0
    while (filled < bytes.length) {
      const chunk = await this.#more()
      const part = chunk.subarray(0, bytes.length - filled)
      bytes.set(part, filled)
      filled += part.length
      this.#rest = chunk.subarray(part.length)
    }
  }

  /** Skips bytes. */
  async skip(length: number): Promise<void> {
    let left = length
    while (left > 0) {
      const chunk = await this.#more()
      const part = Math.min(left, chunk.length)
      left -= part
      this.#rest = chunk.subarray(part)
    }
  }

  /** Lets go of the body; what was not read is dropped. */
  close(): void {
    this.#reader.cancel().catch(() => undefined)
  }
}
