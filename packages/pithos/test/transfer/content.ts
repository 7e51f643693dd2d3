/** Bytes that are made up, the same for the same seed, without zero bytes. */
export function someBytes(length: number, seed: number = 1): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  let state = seed * 2_654_435_761 + 1
  for (let index = 0; index < length; index++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    bytes[index] = (state >>> 24) | 1
  }
  return bytes
}

/** A stream of these bytes in chunks of so many. */
export function streamOf(bytes: Uint8Array, chunk: number = 7): ReadableStream<Uint8Array> {
  let offset = 0
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (offset >= bytes.length) return controller.close()
      controller.enqueue(bytes.slice(offset, offset + chunk))
      offset += chunk
    },
  })
}

/** Names of requests, without what varies: `POST ?update`, `PUT a?hashmap`. */
export function count(requests: readonly string[], pattern: RegExp): number {
  return requests.filter((request) => pattern.test(request)).length
}
