import { formatValue, rejectArgument, requireArray } from '@kamaki/core/toolkit'
import { digestSmall } from './digest.ts'
import { fromHex, toHex } from './hex.ts'

function requireHashes(hashes: readonly string[]): readonly string[] {
  const [first] = requireArray(hashes, 'hashes')
  const odd = hashes.findIndex((hash) => typeof hash !== 'string' || hash.length !== first?.length || hash === '')
  if (odd === -1) return hashes
  return rejectArgument('hashes', `must be hexadecimal strings of one length; got ${formatValue(hashes[odd])}`)
}

/**
 * Merkle root over the hashes of an object's blocks: what Pithos sends as `X-Object-Hash` (and as ETag, unless the
 * cloud computes MD5). None: the digest of nothing. One: that hash itself. Otherwise leaves of zero bytes fill the
 * row up to a power of two, and neighbours are hashed together until one is left.
 *
 * @throws {InvalidArgumentError} for hashes that are not hexadecimal, or of different lengths.
 */
export async function rootHash(hashes: readonly string[], blockHash: string = 'sha256'): Promise<string> {
  const [only] = requireHashes(hashes)
  if (only === undefined) return toHex(await digestSmall(blockHash, new Uint8Array(0)))
  const width = fromHex(only, 'hashes').length
  if (hashes.length === 1) return only.toLowerCase()
  let leaves = 2
  while (leaves < hashes.length) leaves *= 2
  let row = new Uint8Array(leaves * width)
  hashes.forEach((hash, index) => {
    row.set(fromHex(hash, 'hashes'), index * width)
  })
  while (row.length > width) {
    const next = new Uint8Array(row.length / 2)
    const pairs = row.length / (2 * width)
    for (let first = 0; first < pairs; first += 256) {
      const last = Math.min(first + 256, pairs)
      const current = row
      const nodes = await Promise.all(
        Array.from({ length: last - first }, (_, offset) => {
          const at = (first + offset) * 2 * width
          return digestSmall(blockHash, current.subarray(at, at + 2 * width))
        }),
      )
      nodes.forEach((node, offset) => {
        next.set(node, (first + offset) * width)
      })
    }
    row = next
  }
  return toHex(row)
}
