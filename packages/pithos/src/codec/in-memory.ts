import { TransferError } from '@kamaki/core'

/** What is too large to be held, and what to do instead. */
export interface Held {
  /** `'disk.img' has 5 bytes` is how the message begins. */
  readonly name: string
  readonly cure: string
}

function tooLarge({ name, cure }: Held, size: number, kind: string, cause?: unknown): TransferError {
  const message = `${name} has ${size} bytes, more than this process can hold as ${kind}. ${cure}`
  return new TransferError(message, {}, { cause })
}

/** Memory for so many bytes. @throws {TransferError} if there is not so much. */
export function allocate(size: number, held: Held): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(size)
  } catch (cause) {
    throw tooLarge(held, size, 'bytes', cause)
  }
}

/** Whether there could be a string of this length. (None is made: repeated strings are not written out.) */
function fitsString(length: number): boolean {
  try {
    return ' '.repeat(length).length === length
  } catch {
    return false
  }
}

/** From this size on it is tried whether there is memory. */
const large = 1_073_741_824

/**
 * Finds out before it is read whether content can be held in memory.
 *
 * @throws {TransferError} if not.
 */
export function requireMemory(size: number, kind: 'bytes' | 'a string', held: Held): void {
  if (kind === 'a string' && !fitsString(size)) throw tooLarge(held, size, kind)
  if (size >= large) allocate(size, held)
}

/** Reads UTF-8. @throws {TransferError} for more than a string can hold. */
export function decodeText(bytes: Uint8Array, held: Held): string {
  try {
    return new TextDecoder().decode(bytes)
  } catch (cause) {
    throw tooLarge(held, bytes.length, 'a string', cause)
  }
}
