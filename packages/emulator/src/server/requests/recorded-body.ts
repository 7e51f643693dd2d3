import { toBase64 } from '../../base/base64.ts'

/** The body of a recorded request or response, as far as it was read or sent. */
export interface RecordedBody {
  /** How many bytes went over the wire so far. */
  readonly size: number
  /** Is all of it in `bytes`? */
  readonly complete: boolean
  /** Its beginning, as much of it as `record.bodyBytes` has kept. */
  readonly bytes: Uint8Array
  /** What was kept, as UTF-8; undefined if it is not valid. */
  readonly text: string | undefined
  /** What the body holds as JSON; undefined if it does not, or was not kept whole. */
  readonly json: unknown
}

/** Keeps the beginning of a body that goes by. */
export class BodyRecorder implements RecordedBody {
  readonly #limit: number
  #kept: Uint8Array = new Uint8Array(0)
  #size = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  add(piece: Uint8Array): void {
    this.#size += piece.byteLength
    const room = this.#limit - this.#kept.byteLength
    if (room <= 0 || piece.byteLength === 0) return
    const part = piece.subarray(0, room)
    // A body of one small piece, as most are, need not be copied; a view into a large buffer would keep all of that.
    if (this.#kept.byteLength === 0 && part.buffer.byteLength <= this.#limit) {
      this.#kept = part
      return
    }
    const kept = new Uint8Array(this.#kept.byteLength + part.byteLength)
    kept.set(this.#kept)
    kept.set(part, this.#kept.byteLength)
    this.#kept = kept
  }

  get size(): number {
    return this.#size
  }

  get complete(): boolean {
    return this.#size === this.#kept.byteLength
  }

  get bytes(): Uint8Array {
    return this.#kept
  }

  get text(): string | undefined {
    try {
      // A character that the limit cuts in two is left out.
      const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
      return decoder.decode(this.#kept, { stream: !this.complete })
    } catch {
      return undefined
    }
  }

  get json(): unknown {
    if (!this.complete || this.#size === 0) return undefined
    try {
      return JSON.parse(this.text ?? '')
    } catch {
      return undefined
    }
  }

  toJSON(): Record<string, unknown> {
    const { size, complete, text } = this
    return text === undefined ? { size, complete, base64: toBase64(this.#kept) } : { size, complete, text }
  }
}
