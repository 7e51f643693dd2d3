import { ParseError } from '@kamaki/core'
import type { ObjectHashmap, ReadOptions } from '../handles/object-reading.ts'
import { emptyBlockHash } from '../hash/block-hash.ts'
import { rootHash } from '../hash/root-hash.ts'
import type { DownloadSource } from './download/download-source.ts'

/** How often a list that cannot be right is asked for again. */
const attempts = 3

/** Whether the list is the one whose root the headers tell: a flipped digit on the way is found out. */
async function fitsHeaders(map: ObjectHashmap): Promise<boolean> {
  const hashes = map.bytes === 0 ? [] : map.hashes
  const empty = map.bytes === 0 && (map.hashes.length === 0 || map.hashes[0] === (await emptyBlockHash(map.block_hash)))
  if (map.bytes === 0 && !empty) return false
  return (await rootHash(hashes, map.block_hash)) === map.info.hash.toLowerCase()
}

/**
 * An object's hash list, checked against the root hash in the headers beside it. Where they do not agree, the list is asked for again:
 * what comes twice the same is so on the cloud (the headers of snapshots tell something else), and is taken.
 */
export async function steadyHashmap(
  source: Pick<DownloadSource, 'hashmap'>,
  options: ReadOptions,
): Promise<ObjectHashmap> {
  let last: string | undefined
  for (let attempt = 1; ; attempt++) {
    try {
      const map = await source.hashmap(options)
      if (await fitsHeaders(map)) return map
      const text = JSON.stringify([map.bytes, map.block_size, map.hashes])
      if (text === last || attempt === attempts) return map
      last = text
    } catch (error) {
      // A list whose text is broken.
      if (!ParseError.isInstance(error) || attempt === attempts) throw error
    }
  }
}
