import { ForbiddenError } from '@kamaki/core'
import { AbortScope } from '@kamaki/core/toolkit'
import { rootHash } from '../../hash/root-hash.ts'
import type { BlockFormat } from '../../model/hashmap.ts'
import { type Formatted, findFormat, probableFormat } from '../block-format.ts'
import type { BufferPool } from '../buffer-pool.ts'
import type { RandomAccessSource } from '../source.ts'
import { type HashedBlock, hashedBlocks, requireUnchanged } from '../source-blocks.ts'
import { offerHashes } from './commit.ts'
import { checkQuota } from './quota.ts'
import { poolFor, sendBlocks } from './send-blocks.ts'
import { putContent } from './single.ts'
import { isForeign, type Upload, type UploadResult } from './split-options.ts'

async function hashAll(
  source: RandomAccessSource,
  format: BlockFormat,
  signal: AbortSignal | undefined,
  pool: BufferPool,
  onHashed: (bytes: number) => void,
): Promise<HashedBlock[]> {
  const blocks: HashedBlock[] = []
  for await (const block of hashedBlocks(source, format, signal, pool)) {
    blocks.push(block)
    onHashed(block.length)
  }
  return blocks
}

/** Hashes the blocks of a source, as the cloud probably cuts it while it is asked, and again if it cuts it otherwise. */
async function hashAsked(
  { http, at, request, settings, progress }: Upload,
  source: RandomAccessSource,
): Promise<{ formatted: Formatted | undefined; blocks: HashedBlock[]; pool: BufferPool }> {
  const probable = probableFormat(http)
  const pool = poolFor(settings, probable)
  const scope = new AbortScope(request.signal)
  let early = 0
  let onHashed = (bytes: number): void => {
    early += bytes
  }
  const hashing = hashAll(source, probable, scope.signal, pool, (bytes) => onHashed(bytes))
  hashing.catch(() => undefined)
  try {
    progress.begin('hashing', 0)
    const formatted = await findFormat(http, at, request, source.size)
    if (formatted === undefined) return { formatted, blocks: [], pool }
    const { blockSize, blockHash } = formatted.format
    onHashed = (bytes) => progress.add(bytes)
    if (blockSize === probable.blockSize && blockHash === probable.blockHash) {
      onHashed(early)
      return { formatted, blocks: await hashing, pool }
    }
    scope.abort(new Error('the cloud cuts content otherwise'))
    const other = poolFor(settings, formatted.format)
    return { formatted, blocks: await hashAll(source, formatted.format, request.signal, other, onHashed), pool: other }
  } finally {
    scope.abort(new Error('the upload has ended'))
    scope.close()
    await hashing.catch(() => undefined)
  }
}

/** Sends blocks while it is found out whether there is room for them. */
async function sendWithinQuota(
  job: Upload,
  check: (job: Upload) => Promise<void>,
  send: (job: Upload) => Promise<void>,
) {
  const scope = new AbortScope(job.request.signal)
  const inner = { ...job, request: { ...job.request, signal: scope.signal } }
  const checking = check(inner)
  checking.catch((error: unknown) => scope.abort(error))
  try {
    await send(inner)
    await checking
  } finally {
    scope.abort(new Error('the upload has ended'))
    await checking.catch(() => undefined)
    scope.close()
  }
}

/** Hashes everything, offers the hashes, and sends what the cloud lacks. */
export async function uploadByHashes(job: Upload, source: RandomAccessSource): Promise<UploadResult> {
  const { at, settings, progress } = job
  const { size } = source
  const { formatted, blocks, pool } = await hashAsked(job, source)
  if (formatted === undefined) return putContent(job, source)
  const { format, container } = formatted
  await requireUnchanged(source)
  const first = new Map<string, HashedBlock>()
  const weights = new Map<string, number>()
  for (const block of blocks) {
    if (!first.has(block.hash)) first.set(block.hash, block)
    weights.set(block.hash, (weights.get(block.hash) ?? 0) + block.length)
  }
  const hashes = blocks.map(({ hash }) => hash)
  const send = async (missing: readonly string[], round: number): Promise<void> => {
    const asked = missing.map((hash) => first.get(hash)).filter((block) => block !== undefined)
    const absent = missing.reduce((sum, hash) => sum + (weights.get(hash) ?? 0), 0)
    const bytes = asked.reduce((sum, block) => sum + block.length, 0)
    progress.begin('sending', size - absent)
    // Blocks that occur several times are done as often when they are sent once.
    progress.add(absent - bytes)
    const onSent = (done: number, sent: number): void => progress.add(done, sent)
    const sendAll = (inner: Upload): Promise<void> => sendBlocks(inner, source, asked, bytes, format, pool, onSent)
    if (round > 0 || settings.checkQuota === false) await sendAll(job)
    else await sendWithinQuota(job, (inner) => checkQuota(inner, container, size), sendAll)
  }
  const { etag, version } = await offerHashes(job, { bytes: size, hashes }, format, async (missing, round) => {
    if (!isForeign(at)) {
      try {
        await send(missing, round)
        return undefined
      } catch (error) {
        // Whose account it is may not be known: the cloud's response says so.
        if (!ForbiddenError.isInstance(error)) throw error
      }
    }
    // In someone else's account no blocks can be stored on their own: all of the content goes in one request.
    return putContent(job, source, await rootHash(hashes, format.blockHash))
  })
  return { etag, version, bytes: size, transferred: progress.transferred }
}
