/** Cuts chunks of any sizes into blocks: all of `blockSize` bytes but the last, each in memory of its own. None for an empty stream. */
export async function* cutBlocks(
  chunks: AsyncIterable<Uint8Array>,
  blockSize: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let block = new Uint8Array(blockSize)
  let filled = 0
  for await (const chunk of chunks) {
    let offset = 0
    while (offset < chunk.length) {
      const length = Math.min(chunk.length - offset, blockSize - filled)
      block.set(chunk.subarray(offset, offset + length), filled)
      filled += length
      offset += length
      if (filled === blockSize) {
        yield block
        block = new Uint8Array(blockSize)
        filled = 0
      }
    }
  }
  if (filled > 0) yield block.subarray(0, filled)
}

/**
 * Reads up to `limit` bytes ahead. `whole` is all of the content if it ended by then; otherwise `chunks` gives everything, what was
 * read ahead included.
 */
export async function readAhead(
  chunks: AsyncIterable<Uint8Array>,
  limit: number,
): Promise<{ whole: Uint8Array; chunks?: never } | { whole?: never; chunks: AsyncIterable<Uint8Array> }> {
  const iterator = chunks[Symbol.asyncIterator]()
  const ahead: Uint8Array[] = []
  let length = 0
  while (length <= limit) {
    const { done, value } = await iterator.next()
    if (done === true) {
      const whole = new Uint8Array(length)
      let offset = 0
      for (const chunk of ahead) {
        whole.set(chunk, offset)
        offset += chunk.length
      }
      return { whole }
    }
    ahead.push(value)
    length += value.length
  }
  return {
    chunks: {
      async *[Symbol.asyncIterator]() {
        try {
          for (let chunk = ahead.shift(); chunk !== undefined; chunk = ahead.shift()) yield chunk
          yield* { [Symbol.asyncIterator]: () => iterator }
        } finally {
          await iterator.return?.()
        }
      },
    },
  }
}
