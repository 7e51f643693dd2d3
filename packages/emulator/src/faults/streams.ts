import { sleep } from '../base/abort.ts'

/** The connection is torn down: a reset for the caller. Thrown by a body, it ends the response so. */
export class ConnectionReset extends Error {
  constructor() {
    super('The connection was reset on purpose.')
    this.name = 'ConnectionReset'
  }
}

/** The connection ends in good order, but too early. */
export class ConnectionEnd extends Error {
  constructor() {
    super('The connection was closed on purpose.')
    this.name = 'ConnectionEnd'
  }
}

type Pieces = AsyncIterable<Uint8Array>

/** No faster than so many bytes a second. */
export async function* throttled(
  pieces: Pieces,
  bytesPerSecond: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  // Twenty steps a second are smooth enough for a progress bar.
  const step = Math.max(1, Math.floor(bytesPerSecond / 20))
  for await (const piece of pieces) {
    for (let at = 0; at < piece.byteLength; at += step) {
      const part = piece.subarray(at, at + step)
      await sleep((part.byteLength / bytesPerSecond) * 1000, signal)
      yield part
    }
  }
}

/** The first `bytes` bytes, then whatever `end` does (throws, or waits). */
export async function* cut(
  pieces: Pieces,
  bytes: number,
  end: () => void | Promise<void>,
): AsyncGenerator<Uint8Array, void, undefined> {
  let left = bytes
  for await (const piece of pieces) {
    if (left <= 0) break
    yield piece.byteLength > left ? piece.subarray(0, left) : piece
    left -= piece.byteLength
  }
  await end()
}

/** Flips the byte at each of these offsets. */
export async function* flipped(
  pieces: Pieces,
  offsets: ReadonlySet<number>,
): AsyncGenerator<Uint8Array, void, undefined> {
  let start = 0
  for await (const piece of pieces) {
    const hit = [...offsets].filter((offset) => offset >= start && offset < start + piece.byteLength)
    const out = hit.length > 0 ? piece.slice() : piece
    for (const offset of hit) out[offset - start] = (out[offset - start] ?? 0) ^ 0xff
    start += piece.byteLength
    yield out
  }
}
