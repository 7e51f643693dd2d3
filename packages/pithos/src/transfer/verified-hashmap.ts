import type { Http } from '@kamaki/core/toolkit'
import { getHashmap, type HashmapRequest } from '../api/object.ts'
import { emptyBlockHash } from '../hash/block-hash.ts'
import { hashLength } from '../hash/digest.ts'
import { rootHash } from '../hash/root-hash.ts'
import type { ObjectHashmap } from '../model/hashmap.ts'
import type { ObjectLocation } from '../model/location.ts'

/** How often a hashmap is asked for whose root is another one than the headers say. */
const maxAttempts = 3

/** Whether the hashmap is the one whose root is in the headers: a flipped digit on the way is found out. */
async function fitsHeaders(map: ObjectHashmap): Promise<boolean> {
  // Of what cannot be computed here nothing can be found out.
  if (hashLength(map.block_hash) === undefined) return true
  const [first] = map.hashes
  if (map.bytes === 0 && first !== undefined && first !== (await emptyBlockHash(map.block_hash))) return false
  return (await rootHash(map.bytes === 0 ? [] : map.hashes, map.block_hash)) === map.info.hash.toLowerCase()
}

/**
 * An object's hashmap, checked against the root hash in the headers beside it. Where they do not agree it is asked for again: what comes
 * twice the same is so on the cloud (the headers of snapshots say something else), and is accepted.
 */
export async function getVerifiedHashmap(
  http: Http,
  at: ObjectLocation,
  options: HashmapRequest,
): Promise<ObjectHashmap> {
  let last: string | undefined
  for (let attempt = 1; ; attempt++) {
    const map = await getHashmap(http, at, options)
    if (await fitsHeaders(map)) return map
    const text = JSON.stringify([map.bytes, map.block_size, map.hashes])
    if (text === last || attempt === maxAttempts) return map
    last = text
  }
}
