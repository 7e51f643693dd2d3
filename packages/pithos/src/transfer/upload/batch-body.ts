import type { BufferPool } from '../buffer-pool.ts'
import type { RandomAccessSource } from '../source.ts'
import { bytesOf, readPart } from '../source-blocks.ts'

/** Bytes of a source. */
export interface Part {
  readonly start: number
  readonly length: number
}

/** The least that is read at a time. */
export const pieceBytes = 4_194_304

/** Parts that are read together, and how many bytes they are. */
interface Piece {
  readonly parts: Part[]
  length: number
}

/** Puts parts together into pieces of up to so many bytes. */
function piecesOf(parts: readonly Part[], most: number): Piece[] {
  const pieces: Piece[] = []
  for (const part of parts) {
    const open = pieces.at(-1)
    if (open === undefined || open.length + part.length > most) pieces.push({ parts: [part], length: part.length })
    else {
      const last = open.parts.at(-1)
      if (last !== undefined && last.start + last.length === part.start)
        open.parts[open.parts.length - 1] = { start: last.start, length: last.length + part.length }
      else open.parts.push(part)
      open.length += part.length
    }
  }
  return pieces
}

/** Parts of a source, one after the other, as the body of a request. They are read as they are sent, into memory of a pool. */
export class BatchBody {
  readonly length: number
  readonly #source: RandomAccessSource
  readonly #pool: BufferPool
  readonly #pieces: readonly Piece[]
  readonly #lent: { readonly memory: Uint8Array; readonly reading: Promise<void> }[] = []

  /** @param most what is read at a time at most. */
  constructor(source: RandomAccessSource, parts: readonly Part[], pool: BufferPool, most: number) {
    this.#source = source
    this.#pool = pool
    this.#pieces = piecesOf(parts, most)
    this.length = bytesOf(parts)
  }

  /** All of it, if that is read at once; else it is to be streamed. */
  async bytes(): Promise<Uint8Array | undefined> {
    const [only, ...more] = this.#pieces
    return only === undefined || more.length > 0 ? undefined : this.#read(only)
  }

  /** For one attempt to send it. */
  stream(): ReadableStream<Uint8Array> {
    this.release()
    let next = 0
    return new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        const piece = this.#pieces[next++]
        if (piece === undefined) controller.close()
        else controller.enqueue(await this.#read(piece))
      },
    })
  }

  /** Returns the memory: to be called when the request is over. What a source still reads into follows when that has ended. */
  release(): void {
    for (const { memory, reading } of this.#lent.splice(0))
      void reading.catch(() => undefined).then(() => this.#pool.give(memory))
  }

  async #read({ parts, length }: Piece): Promise<Uint8Array> {
    const memory = this.#pool.take(length)
    const reading = this.#fill(memory, parts)
    this.#lent.push({ memory, reading })
    await reading
    return memory
  }

  async #fill(memory: Uint8Array, parts: readonly Part[]): Promise<void> {
    let filled = 0
    for (const part of parts) {
      await readPart(this.#source, part.start, memory.subarray(filled, filled + part.length))
      filled += part.length
    }
  }
}
