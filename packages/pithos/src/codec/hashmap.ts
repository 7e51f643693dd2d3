import { maxBlockSize } from '../hash/blocks.ts'
import { hashLength } from '../hash/digest.ts'
import type { Hashmap } from '../model/hashmap.ts'
import { isCount } from './header-values.ts'
import { malformed, type ResponseHead } from './malformed.ts'

/** Hashes are hexadecimal, and all of the length that the digest has, or with an unknown digest that of the first one. */
function areHashes(hashes: unknown, blockHash: string): hashes is string[] {
  if (!Array.isArray(hashes)) return false
  const [first] = hashes as unknown[]
  const length = hashLength(blockHash) ?? (typeof first === 'string' ? first.length : 0)
  const isHash = (hash: unknown): boolean =>
    typeof hash === 'string' && hash.length === length && length % 2 === 0 && /^[0-9a-f]+$/i.test(hash)
  return hashes.every(isHash)
}

function problemOf({
  block_size,
  block_hash,
  bytes,
  hashes,
}: Partial<Record<keyof Hashmap, unknown>>): string | undefined {
  if (!isCount(block_size) || block_size === 0 || block_size > maxBlockSize) return 'a block size'
  if (typeof block_hash !== 'string' || !/^[\w-]{1,32}$/.test(block_hash)) return 'the name of a digest'
  if (!isCount(bytes)) return 'a size'
  if (!areHashes(hashes, block_hash)) return `hashes of ${block_hash}`
  return bytes === 0 || hashes.length === Math.ceil(bytes / block_size) ? undefined : 'as many hashes as blocks'
}

/**
 * Reads the JSON of a hashmap; what its numbers say is to be allocated, and its hashes to be compared.
 *
 * @throws {ParseError} for one that cannot be right.
 */
export function readHashmap(json: unknown, response: ResponseHead): Hashmap {
  const map = (typeof json === 'object' && json !== null ? json : {}) as Hashmap
  const problem = problemOf(map)
  if (problem !== undefined)
    throw malformed(`The response is not a hashmap: it does not have ${problem}`, response, 'GET')
  const { block_size, block_hash, bytes, hashes } = map
  return { block_size, block_hash, bytes, hashes: hashes.map((hash) => hash.toLowerCase()) }
}
