import { concat } from '../../http/bodies.ts'

const [QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST, COMMA, COLON] = Array.from('"\\{}[],:', (char) =>
  char.charCodeAt(0),
) as [number, number, number, number, number, number, number, number]

const decoder = new TextDecoder()

/** Reads JSON that comes in pieces, value by value: only the value that is being read is in memory. */
export class JsonReader {
  readonly #pieces: AsyncIterator<Uint8Array>
  #piece: Uint8Array = new Uint8Array(0)
  #at = 0

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]()
  }

  /** The names in an object. Whoever gets one must read its value before the next. @throws {SyntaxError} if there is no object */
  async *members(): AsyncGenerator<string, void, undefined> {
    if ((await this.#next()) !== OPEN) throw new SyntaxError('an object is expected')
    this.#at++
    if ((await this.#next()) === CLOSE) {
      this.#at++
      return
    }
    for (;;) {
      if ((await this.#next()) !== QUOTE) throw new SyntaxError('the name of a field is expected')
      const name = String(await this.value())
      await this.#take([COLON], `':' after ${JSON.stringify(name)}`)
      yield name
      if ((await this.#take([COMMA, CLOSE], `',' or '}' after the value of ${JSON.stringify(name)}`)) === CLOSE) return
    }
  }

  /** Is the next value an object? */
  async isObject(): Promise<boolean> {
    return (await this.#next()) === OPEN
  }

  /** The next value, whole. @throws {SyntaxError} */
  async value(): Promise<unknown> {
    if ((await this.#next()) === undefined) throw cutOff()
    const scan = new ValueScan()
    const parts: Uint8Array[] = []
    for (;;) {
      const end = scan.end(this.#piece, this.#at)
      parts.push(this.#piece.subarray(this.#at, end))
      this.#at = end ?? this.#piece.length
      if (end !== undefined || !(await this.#fill())) return JSON.parse(decoder.decode(concat(parts)))
    }
  }

  /** @throws {SyntaxError} if anything but white space follows */
  async end(): Promise<void> {
    if ((await this.#next()) !== undefined) throw new SyntaxError('something follows the end')
  }

  /** Lets go of the source. */
  async close(): Promise<void> {
    await this.#pieces.return?.()
  }

  async #take(expected: readonly number[], words: string): Promise<number> {
    const found = await this.#next()
    if (found === undefined) throw cutOff()
    if (!expected.includes(found)) throw new SyntaxError(`${words} is expected`)
    this.#at++
    return found
  }

  /** The next byte that is not white space, which stays; undefined at the end. */
  async #next(): Promise<number | undefined> {
    for (;;) {
      for (; this.#at < this.#piece.length; this.#at++) {
        const byte = this.#piece[this.#at] ?? 0
        if (!isSpace(byte)) return byte
      }
      if (!(await this.#fill())) return undefined
    }
  }

  async #fill(): Promise<boolean> {
    const { done, value } = await this.#pieces.next()
    if (done) return false
    this.#piece = value
    this.#at = 0
    return true
  }
}

/** Looks for the end of a value; what is in between, JSON.parse judges. */
class ValueScan {
  #depth = 0
  #isString = false
  #escaped = false
  #begun = false

  /** Where the value ends in this piece; undefined if it goes on in the next. */
  end(piece: Uint8Array, from: number): number | undefined {
    let at = from
    let backslash = -1
    while (at < piece.length) {
      if (!this.#isString) {
        const byte = piece[at] ?? 0
        if (this.#depth === 0 && this.#begun && endsScalar(byte)) return at
        this.#begun = true
        at++
        if (byte === QUOTE) this.#isString = true
        else if (byte === OPEN || byte === OPEN_LIST) this.#depth++
        else if ((byte === CLOSE || byte === CLOSE_LIST) && --this.#depth <= 0) return at
        continue
      }
      if (this.#escaped) {
        this.#escaped = false
        at++
        continue
      }
      const quote = indexOf(piece, QUOTE, at)
      // Looked for once, until it has been passed: most strings have none.
      if (backslash < at) backslash = indexOf(piece, BACKSLASH, at)
      if (backslash < quote) {
        this.#escaped = true
        at = backslash + 1
      } else {
        at = quote + 1
        if (quote === piece.length) return undefined
        this.#isString = false
        if (this.#depth === 0) return at
      }
    }
    return undefined
  }
}

function indexOf(piece: Uint8Array, byte: number, from: number): number {
  const found = piece.indexOf(byte, from)
  return found < 0 ? piece.length : found
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

function endsScalar(byte: number): boolean {
  return byte === COMMA || byte === CLOSE || byte === CLOSE_LIST || byte === COLON || isSpace(byte)
}

function cutOff(): SyntaxError {
  return new SyntaxError('it ends too early')
}
