import { badRequest, internalServerError } from '../http/fault.ts'
import { pythonInt } from '../python/int.ts'

/** A hashmap as it was sent: nothing about it is checked against the store yet. */
export interface HashmapUpload {
  bytes: number
  hashes: string[]
}

/**
 * Reads the body of `PUT ?hashmap`.
 * @throws {Fault} 400
 */
export function parseHashmap(body: string | null): HashmapUpload {
  const invalid = () => badRequest('Invalid data formatting')
  let value: unknown
  try {
    if (body === null) throw invalid()
    value = JSON.parse(body)
  } catch {
    throw invalid()
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid()
  const { bytes, hashes } = value as { bytes?: unknown; hashes?: unknown }
  const size = integer(bytes)
  if (hashes === undefined || size === undefined) throw invalid()
  return { bytes: size, hashes: hashList(hashes, size) }
}

/** Python's `int(value)`: fractions are cut, numeric strings are read. */
function integer(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? Math.trunc(value) : undefined
  if (typeof value === 'boolean') return value ? 1 : 0
  return typeof value === 'string' ? pythonInt(value) : undefined
}

function hashList(value: unknown, size: number): string[] {
  // Whatever is empty will do for an empty object; elsewhere a value without a length is an unexpected error.
  if (Array.isArray(value)) return value.map(String)
  if (typeof value === 'string') return [...value]
  if (typeof value === 'object' && value !== null) return Object.keys(value)
  if (size === 0 && !value) return []
  throw internalServerError()
}

/** Is it as many hashes as a content of this size has blocks? */
export function sizeFits(bytes: number, hashes: readonly string[], blockSize: number, emptyHash: string): boolean {
  if (bytes === 0) return hashes.length === 0 || (hashes.length === 1 && hashes[0] === emptyHash)
  return bytes > 0 && hashes.length === Math.ceil(bytes / blockSize)
}

/**
 * @throws {Fault} 400 if a hash is not an even number of hexadecimal digits.
 */
export function requireHex(hashes: readonly string[]): void {
  for (const hash of hashes) if (!/^(?:[0-9a-f]{2})*$/i.test(hash)) throw badRequest(`Invalid hash: ${hash}`)
}
