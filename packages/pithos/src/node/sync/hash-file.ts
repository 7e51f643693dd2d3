import { createHash } from 'node:crypto'
import { withoutTrailingZeros } from '../../hash/block-hash.ts'
import { rootHash } from '../../hash/root-hash.ts'
import type { BlockFormat } from '../../model/hashmap.ts'
import { hashSource } from '../../transfer/source-blocks.ts'
import { readFully } from '../files/file-source.ts'
import { openRegular } from '../files/regular-file.ts'
import { type FileIdentity, identityOf, isSettled, lookAgain, sameContentTime, sameIdentity } from './local-file.ts'
import { type SeenFile, withSmall } from './small-file.ts'
import type { StateSlot } from './state-file.ts'

/** Content up to this size is held in memory, all of it. */
export const smallBytes = 262_144

const algorithms = new Set(['sha1', 'sha256', 'sha384', 'sha512'])

/** Hash of a small block; undefined if it is not known how. (The other way, by Web Crypto, pays for blocks of megabytes.) */
export function smallHash(bytes: Uint8Array, { blockHash }: BlockFormat): string | undefined {
  if (!algorithms.has(blockHash)) return undefined
  return createHash(blockHash).update(withoutTrailingZeros(bytes)).digest('hex')
}

/** Whether content of a size is one small block, whose hash is the content's. */
export function isSmall(size: number, { blockSize, blockHash }: BlockFormat): boolean {
  return size <= Math.min(smallBytes, blockSize) && algorithms.has(blockHash)
}

/**
 * Whether a file's content has a root hash; undefined if the file is no longer what it was, or changes while it is read. If it has, that is
 * kept in `slot`.
 */
export async function hasHash(
  file: FileIdentity & { readonly real: string },
  expected: string | undefined,
  format: BlockFormat,
  signal: AbortSignal,
  slot: StateSlot | undefined,
): Promise<boolean | undefined> {
  const readAt = Date.now()
  const found = await (isSmall(file.size, format) ? hashSmall(file, format) : hashLarge(file, format, signal))
  if (found === undefined || !sameContentTime(found.identity, file)) return undefined
  if (found.hash !== expected) return false
  if (sameIdentity(found.identity, file) && isSettled(file, readAt)) slot?.keep(file, { hash: expected })
  return true
}

/** The root hash of a file, and what it was when that had been read. */
interface Found {
  hash: string | undefined
  identity: FileIdentity
}

function hashSmall(file: SeenFile, format: BlockFormat): Promise<Found | undefined> {
  return withSmall(file, smallBytes, ({ bytes, identity }) => ({ hash: smallHash(bytes, format), identity }))
}

async function hashLarge(
  file: FileIdentity & { readonly real: string },
  format: BlockFormat,
  signal: AbortSignal,
): Promise<Found | undefined> {
  const open = await openRegular(file.real)
  try {
    if (!sameContentTime(identityOf(open.stats), file)) return undefined
    const size = Number(open.stats.size)
    const source = { size, read: (start: number, end: number) => readFully(open.handle, start, end - start) }
    let hashes: string[]
    try {
      hashes = await hashSource(source, format, { signal })
    } catch (error) {
      if (!sameContentTime(await lookAgain(open.handle), file)) return undefined
      throw error
    }
    const hash = await rootHash(hashes, format.blockHash)
    return { hash, identity: await lookAgain(open.handle) }
  } finally {
    await open.handle.close()
  }
}
