import { ForbiddenError, TransferError } from '@kamaki/core'
import { mapLimit } from '@kamaki/core/toolkit'
import type { ContainerInfo } from '../../codec/container-info.ts'
import type { WriteResult } from '../../handles/storage-object.ts'
import { hashBlock } from '../../hash/block-hash.ts'
import { type BlockFormat, blockCount, blockLength } from '../../hash/blocks.ts'
import { rootHash } from '../../hash/root-hash.ts'
import { requestOf } from '../../request.ts'
import { BufferPool } from '../buffer-pool.ts'
import type { ProgressCounter } from '../progress.ts'
import { type RandomAccessSource, requireUnchanged } from '../source.ts'
import { finalWrite, writeOptions } from './commit.ts'
import { checkQuota } from './quota.ts'
import { type BlockToSend, sendBlocks } from './send-blocks.ts'
import { putContent } from './single.ts'
import type { settleUploadOptions, UploadOptions, UploadResult } from './split-options.ts'
import type { UploadTarget } from './upload-target.ts'

/** Blocks that are hashed at a time: Web Crypto works off the main thread, on as many cores as there are. */
const hashesInFlight = 4

/** How often the cloud may ask for blocks, when it has just got all that it asked for. */
const maxRounds = 5

type Settled = UploadOptions & ReturnType<typeof settleUploadOptions>

/** Block hashes of a source, in order. */
export async function hashSource(
  source: RandomAccessSource,
  format: BlockFormat,
  options: { signal?: AbortSignal | undefined },
  onHashed?: (bytes: number) => void,
): Promise<string[]> {
  const count = blockCount(source.size, format.blockSize)
  const indices = Array.from({ length: count }, (_, index) => index)
  const pool = new BufferPool(format.blockSize, hashesInFlight)
  return mapLimit(
    indices,
    hashesInFlight,
    async (index) => {
      const length = blockLength(index, source.size, format.blockSize)
      const block = await readBlock(source, index, length, format.blockSize, pool)
      const hash = await hashBlock(block, format.blockHash)
      if (source.readInto !== undefined) pool.give(block)
      onHashed?.(length)
      return hash
    },
    options,
  )
}

/**
 * One block of a source, in memory of the pool if the source can read into that; fewer bytes than there should be mean that it changed.
 */
export async function readBlock(
  source: RandomAccessSource,
  index: number,
  length: number,
  blockSize: number,
  pool?: BufferPool,
): Promise<Uint8Array> {
  const start = index * blockSize
  let block: Uint8Array
  if (source.readInto !== undefined && pool !== undefined) {
    const memory = pool.take(length)
    block = memory.subarray(0, await source.readInto(start, memory))
  } else block = await source.read(start, start + length)
  if (block.length !== length) {
    throw new TransferError('The content changed its size while it was being uploaded: start again once it rests')
  }
  return block
}

/**
 * Offers hashes until the object is made, sending what the cloud lacks in between. `send` is given each missing hash once a round; it may
 * make the object in another way, and then gives what that answered.
 */
export async function offerHashes(
  target: UploadTarget,
  map: { bytes: number; hashes: readonly string[] },
  format: BlockFormat,
  options: Settled,
  send: (missing: readonly string[], round: number) => Promise<WriteResult | undefined>,
): Promise<WriteResult> {
  const hash = await rootHash(map.hashes, format.blockHash)
  for (let round = 0; ; round++) {
    const { missing, written } = await finalWrite(
      target,
      async () => hash,
      map.bytes,
      options,
      () => target.putHashmap(map, writeOptions(options)),
      (result) => ({ missing: [], written: result }),
    )
    if (written !== undefined) return written
    if (round >= maxRounds) {
      throw new TransferError(
        `The cloud still asks for ${missing.length} blocks that it has been sent ${maxRounds} times`,
      )
    }
    const known = new Set(map.hashes)
    const asked = [...new Set(missing.map((each) => each.toLowerCase()))].filter((each) => known.has(each))
    if (asked.length === 0) throw new TransferError('The cloud asks for blocks that are not part of the content')
    const otherwise = await send(asked, round)
    if (otherwise !== undefined) return otherwise
  }
}

/** Hashes everything, offers the hashes, and sends what the cloud lacks. */
export async function uploadByHashes(
  target: UploadTarget,
  source: RandomAccessSource,
  container: ContainerInfo,
  options: Settled,
  progress: ProgressCounter,
): Promise<UploadResult> {
  const { blocks: format } = container
  const { size } = source
  progress.begin('hashing', 0)
  const hashes = await hashSource(source, format, options, (bytes) => progress.add(bytes))
  await requireUnchanged(source)
  const places = new Map<string, number>()
  const weights = new Map<string, number>()
  hashes.forEach((hash, index) => {
    if (!places.has(hash)) places.set(hash, index)
    weights.set(hash, (weights.get(hash) ?? 0) + blockLength(index, size, format.blockSize))
  })
  const send = async (missing: readonly string[], round: number): Promise<void> => {
    const pool = source.readInto === undefined ? undefined : new BufferPool(format.blockSize, options.concurrency)
    const blocks = missing.map((hash): BlockToSend => {
      const index = places.get(hash) ?? 0
      const length = blockLength(index, size, format.blockSize)
      const read = (): Promise<Uint8Array> => readBlock(source, index, length, format.blockSize, pool)
      return { hash, length, read, done: (bytes) => pool?.give(bytes) }
    })
    const absent = missing.reduce((sum, hash) => sum + (weights.get(hash) ?? 0), 0)
    if (round === 0 && options.checkQuota !== false) await checkQuota(target, container, size, requestOf(options))
    progress.begin('sending', size - absent)
    // Blocks that occur several times are done as often when they are sent once.
    const repeats = absent - blocks.reduce((sum, block) => sum + block.length, 0)
    progress.add(repeats)
    const { concurrency, batchBytes } = options
    const onSent = (done: number, travelled: number): void => progress.add(done, travelled)
    await sendBlocks(target, blocks, format, { ...requestOf(options), concurrency, batchBytes, onSent })
  }
  const written = await offerHashes(target, { bytes: size, hashes }, format, options, async (missing, round) => {
    if (!target.foreign) {
      try {
        await send(missing, round)
        return undefined
      } catch (error) {
        // Whose account it is may not be known: the cloud tells.
        if (!ForbiddenError.isInstance(error)) throw error
      }
    }
    // In someone else's account no blocks can be stored on their own: all of the content goes in one request.
    return putContent(target, source, options, progress, await rootHash(hashes, format.blockHash))
  })
  const { etag, version } = written
  return { etag, version, bytes: size, transferred: progress.transferred }
}
