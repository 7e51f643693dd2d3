import { badRequest, internalServerError } from '../http/fault.ts'
import { isObject } from '../http/json-body.ts'
import { dictOrder } from '../python/dict-order.ts'
import { pythonInt } from '../python/int.ts'
import { parseJson } from '../python/json.ts'
import { escaped, pythonText } from '../python/repr.ts'
import { hasLength, pythonTruth } from '../python/values.ts'

/** A hashmap as it was sent: nothing about it is checked against the store yet. */
export interface HashmapUpload {
  bytes: number
  /** A list of strings, or what else there came. */
  hashes: unknown
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
    value = parseJson(body)
  } catch {
    throw invalid()
  }
  if (!isObject(value)) throw invalid()
  const { bytes, hashes } = value
  const size = typeof bytes === 'number' && !Number.isFinite(bytes) ? undefined : pythonInt(bytes)
  if (hashes === undefined || size === undefined) throw invalid()
  return { bytes: Number(size), hashes }
}

/**
 * Is it as many hashes as a content of this size has blocks? Whatever is empty will do for an empty object.
 * @throws {Fault} 500 if they have to be counted and cannot be
 */
export function sizeFits(bytes: number, hashes: unknown, blockSize: number, emptyHash: string): boolean {
  if (bytes < 0) return false
  if (bytes === 0)
    return !pythonTruth(hashes) || (Array.isArray(hashes) && hashes.length === 1 && hashes[0] === emptyHash)
  if (!hasLength(hashes)) throw internalServerError()
  return itemsOf(hashes).length === Math.ceil(bytes / blockSize)
}

/** What Python walks over: the elements of a list, the characters of a string, the keys of an object. */
function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  return typeof value === 'string' ? [...value] : dictOrder(Object.keys(Object(value)))
}

/**
 * The hashes in lower case, as `unhexlify` and `hexlify` leave them.
 * @throws {Fault} 400 if one is not an even number of hexadecimal digits
 */
export function hexHashes(hashes: unknown): string[] {
  return itemsOf(hashes).map((hash) => {
    if (typeof hash === 'string' && /[^\0-\x7f]/.test(hash)) throw badRequest(notAscii(hash))
    if (typeof hash !== 'string' || !/^(?:[0-9a-f]{2})*$/i.test(hash))
      throw badRequest(`Invalid hash: ${pythonText(hash)}`)
    return hash.toLowerCase()
  })
}

/** What Python says of a string that it cannot encode: it names the first run of such characters. */
function notAscii(text: string): string {
  const chars = [...text]
  const isAscii = (char: string) => char <= '\x7f'
  const start = chars.findIndex((char) => !isAscii(char))
  const length = chars.slice(start).findIndex(isAscii)
  const end = (length < 0 ? chars.length : start + length) - 1
  const what =
    start === end
      ? `character u'${escaped(chars[start] ?? '')}' in position ${start}`
      : `characters in position ${start}-${end}`
  return `'ascii' codec can't encode ${what}: ordinal not in range(128)`
}
