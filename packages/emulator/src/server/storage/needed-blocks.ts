import type { RecordLine } from '../../base/records.ts'
import { EMPTY_HASH } from '../../pithos/hash.ts'

/** The kind of the records that name blocks. */
export const VERSIONS = 'pithos version'

/** Hashes of the blocks that a record needs. */
export function blocksOf([kind, , content]: RecordLine): readonly string[] {
  if (kind !== VERSIONS || content === undefined) return []
  const { hash, hashes, isSnapshot } = content as { hash?: string; hashes?: string[]; isSnapshot?: boolean }
  // The hash of a snapshot names its map.
  if (isSnapshot) return []
  return (hashes ?? (hash === undefined ? [] : [hash])).filter((one) => one !== EMPTY_HASH)
}
