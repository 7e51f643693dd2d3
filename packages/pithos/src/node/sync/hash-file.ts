import { rootHash } from '../../hash/root-hash.ts'
import type { BlockFormat } from '../../model/hashmap.ts'
import { hashSource } from '../../transfer/source-blocks.ts'
import { readFully } from '../files/file-source.ts'
import { openRegular } from '../files/regular-file.ts'
import { type HashCache, isSettled } from './hash-cache.ts'
import { identityOf, type LocalFile, lookAgain, sameContentTime, sameIdentity } from './local-file.ts'

/** Root hash of a file's content; undefined if the file is no longer what it was, or changes while it is read. */
export async function hashFile(
  file: LocalFile,
  format: BlockFormat,
  cache: HashCache,
  signal: AbortSignal | undefined,
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
    if (sameIdentity(after, file) && isSettled(file, readAt)) cache.keep(file.path, file, { hash })
    return hash
  } finally {
    await open.handle.close()
  }
}
