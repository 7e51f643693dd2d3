import { ForbiddenError, TransferError } from '@kamaki/core'
import { AbortScope } from '@kamaki/core/toolkit'
import { rootHash } from '../../hash/root-hash.ts'
import type { BlockFormat } from '../../model/hashmap.ts'
import { type Formatted, findFormat, probableFormat } from '../block-format.ts'
import type { BufferPool } from '../buffer-pool.ts'
import type { RandomAccessSource } from '../source.ts'
import { requireUnchanged } from '../source-blocks.ts'
import { offerHashes } from './commit.ts'
import { Hashing } from './hashing.ts'
import { isSameFormat, Outbox, timed } from './outbox.ts'
import { withPool } from './send-blocks.ts'
import { putContent } from './single.ts'
import { isForeign, type Upload, type UploadResult } from './split-options.ts'

/** Hashes everything, offers the hashes, and sends what the cloud lacks; of large content some of it while the rest is hashed. */
export async function uploadByHashes(job: Upload, source: RandomAccessSource): Promise<UploadResult> {
  const { http, at, request, settings, progress } = job
  const scope = new AbortScope(request.signal)
  const asked = { ...request, signal: scope.signal }
  progress.begin('hashing', 0)
  const probable = probableFormat(http)
  const asking = timed(http, () => findFormat(http, at, asked, source.size))
  asking.catch(() => undefined)
  const inFormat = (format: BlockFormat): Promise<UploadResult | undefined> =>
    withPool(settings, format, (pool) => uploadAs(job, source, format, asking, pool))
  try {
    // Begun as the cloud probably cuts it, and again if it cuts it otherwise.
    const result = await inFormat(probable)
    if (result !== undefined) return result
    const formatted = await asking
    return (formatted && (await inFormat(formatted.format))) ?? (await putContent(job, source))
  } finally {
    scope.abort(new Error('the upload has ended'))
    await asking.catch(() => undefined)
    scope.close()
  }
}

/** Undefined if the cloud turns out not to cut content that way, or not to say how it does. */
async function uploadAs(
  job: Upload,
  source: RandomAccessSource,
  format: BlockFormat,
  asking: Promise<Formatted | undefined>,
  pool: BufferPool,
): Promise<UploadResult | undefined> {
  const { request, progress } = job
  const scope = new AbortScope(request.signal)
  const inner = { ...job, request: { ...request, signal: scope.signal } }
  let untold = 0
  let onHashed = (bytes: number): void => {
    untold += bytes
  }
  const hashing = new Hashing(source, format, scope.signal, pool, (bytes) => onHashed(bytes))
  const outbox = new Outbox(inner, source, format, hashing, pool, scope)
  const filling = outbox.fillEarly(asking).catch((error: unknown) => {
    // What the cloud rejects it rejects again where it matters.
    if (TransferError.isInstance(error)) scope.abort(error)
  })
  try {
    const formatted = await scope.race(asking)
    if (formatted === undefined || !isSameFormat(formatted.format, format)) return undefined
    onHashed = (bytes) => progress.add(bytes)
    onHashed(untold)
    await hashing.ended
    await requireUnchanged(source)
    return await createOf(inner, source, hashing, outbox, formatted)
  } finally {
    scope.abort(new Error('the upload has ended'))
    await Promise.allSettled([hashing.ended, filling, outbox.settled()])
    scope.close()
  }
}

/** Creates the object of the blocks that are hashed. */
async function createOf(
  job: Upload,
  source: RandomAccessSource,
  { blocks }: Hashing,
  outbox: Outbox,
  formatted: Formatted,
): Promise<UploadResult> {
  const { size } = source
  const { format } = formatted
  const hashes = blocks.map(({ hash }) => hash)
  const { etag, version } = await offerHashes(job, { bytes: size, hashes }, format, async (missing, round) => {
    if (!isForeign(job.at)) {
      try {
        await (round === 0 ? outbox.send(missing, formatted) : outbox.sendAgain(missing))
        return undefined
      } catch (error) {
        // Whose account it is may not be known: the cloud's response says so.
        if (!ForbiddenError.isInstance(error)) throw error
      }
    }
    // In someone else's account no blocks can be stored on their own: all of the content goes in one request.
    return putContent(job, source, await rootHash(hashes, format.blockHash))
  })
  return { etag, version, bytes: size, transferred: job.progress.transferred }
}
