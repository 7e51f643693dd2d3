import { rootHash } from '../../hash/root-hash.ts'
import type { BlockFormat } from '../../model/hashmap.ts'
import { hashSource } from '../../transfer/source-blocks.ts'
import { readFully } from '../files/file-source.ts'
import { openRegular } from '../files/regular-file.ts'
import { type FileIdentity, identityOf, isSettled, lookAgain, sameContentTime, sameIdentity } from './local-file.ts'
import type { StateSlot } from './state-file.ts'

/**
 * Root hash of a file's content; undefined if the file is no longer what it was, or changes while it is read. What is found out is kept in
 * `slot`.
 */
export async function hashFile(
  file: FileIdentity & { readonly real: string },
  format: BlockFormat,
  signal: AbortSignal,
  slot: StateSlot | undefined,
): Promise<string | undefined> {
  const readAt = Date.now()
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
    const after = await lookAgain(open.handle)
    if (!sameContentTime(after, file)) return undefined
    if (sameIdentity(after, file) && isSettled(file, readAt)) slot?.keep(file, { hash })
    return hash
  } finally {
    await open.handle.close()
  }
}
