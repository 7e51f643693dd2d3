/** A request's body, read once. */
export interface BodySource {
  /** All bytes that come, whatever the headers announced. */
  bytes(): Promise<Uint8Array>
  /** The bytes as they come; pieces have no particular size. */
  stream(): AsyncIterable<Uint8Array>
  /** It comes whether it is read or not: what nobody needed can be read for the record. */
  readonly comesAnyway?: boolean
}

export function concat(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1 && pieces[0]) return pieces[0]
  let length = 0
  for (const piece of pieces) length += piece.byteLength
  const out = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    out.set(piece, at)
    at += piece.byteLength
  }
  return out
}

/** A body that is there already. */
export function bytesBody(bytes: Uint8Array): BodySource {
  return {
    comesAnyway: true,
    bytes: async () => bytes,
    stream: async function* () {
      if (bytes.byteLength > 0) yield bytes
    },
  }
}

/** A body that comes piece by piece. */
export function iterableBody(pieces: AsyncIterable<Uint8Array>): BodySource {
  return {
    stream: () => pieces,
    bytes: async () => {
      const all: Uint8Array[] = []
      for await (const piece of pieces) all.push(piece)
      return concat(all)
    },
  }
}

/** What is needed of the reader of a Web stream. */
export type PieceReader = Pick<ReadableStreamDefaultReader<Uint8Array>, 'read' | 'cancel'>

/** A Web stream as an iterable (not every runtime's stream is one). */
export async function* readerPieces(reader: PieceReader): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    reader.cancel().catch(() => {})
  }
}

/** Tells of each piece that goes by. */
export function tapped(
  pieces: AsyncIterable<Uint8Array>,
  seen: (piece: Uint8Array) => void,
): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]() {
      const inner = pieces[Symbol.asyncIterator]()
      return {
        async next() {
          const result = await inner.next()
          if (!result.done) seen(result.value)
          return result
        },
        async return() {
          await inner.return?.()
          return { done: true, value: undefined }
        },
      }
    },
  }
}
