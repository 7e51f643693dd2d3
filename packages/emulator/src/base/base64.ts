interface NativeBase64 {
  readonly Buffer?: {
    from(content: string, encoding: 'base64'): Uint8Array
    from(buffer: ArrayBufferLike, offset: number, length: number): { toString(encoding: 'base64'): string }
  }
}

const { Buffer: nodeBuffer } = globalThis as NativeBase64

/** So many bytes at a time, as arguments of a call. */
const PIECE = 8192

/** Bytes as base64. By Node's own code where there is any: blocks of objects have megabytes. */
export function toBase64(bytes: Uint8Array): string {
  if (nodeBuffer) return nodeBuffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
  const pieces: string[] = []
  for (let at = 0; at < bytes.length; at += PIECE) pieces.push(String.fromCharCode(...bytes.subarray(at, at + PIECE)))
  return btoa(pieces.join(''))
}

/** What base64 stands for. What is not base64 stands for other bytes (none, where there is no code of Node's): whoever needs to know compares a hash. */
export function fromBase64(text: string): Uint8Array {
  if (nodeBuffer) {
    const { buffer, byteOffset, byteLength } = nodeBuffer.from(text, 'base64')
    return new Uint8Array(buffer, byteOffset, byteLength)
  }
  let binary = ''
  try {
    binary = atob(text)
  } catch {
    // Not base64.
  }
  const bytes = new Uint8Array(binary.length)
  for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at)
  return bytes
}
