import { ConnectionError, NotFoundError, type RequestOptions, TransferError } from '@kamaki/core'
import type { Http } from '@kamaki/core/toolkit'
import { headContainer } from '../api/container.ts'
import { getHashmap } from '../api/object.ts'
import { blockCount, maxBlockSize } from '../hash/blocks.ts'
import { hashLength } from '../hash/digest.ts'
import type { ContainerInfo } from '../model/container.ts'
import type { BlockFormat } from '../model/hashmap.ts'
import type { ObjectLocation } from '../model/location.ts'

/** The most blocks that a content is cut into: 64 TiB of the usual ones. */
const maxBlocks = 16_777_216

/** Whether it can be computed here what the cloud calls the hash of a block. */
export function requireDigest(blockHash: string, cure: string): void {
  if (hashLength(blockHash) !== undefined) return
  throw new TransferError(`The cloud hashes blocks with '${blockHash}', which cannot be computed here. ${cure}`)
}

/** What the cloud says of its blocks becomes memory and loops. @throws {TransferError} for what is not to be believed. */
function requireFormat({ blockSize, blockHash }: BlockFormat, size: number = 0): void {
  requireDigest(blockHash, 'Send the content in one request: object.put(body)')
  if (blockSize >= 1 && blockSize <= maxBlockSize && blockCount(size, blockSize) <= maxBlocks) return
  throw new TransferError(
    `The cloud says that its blocks are of ${blockSize} bytes, of which no content of ${size} bytes is made. Ask its operator`,
  )
}

/** How clouds mostly cut content. */
const usualFormat: BlockFormat = { blockSize: 4_194_304, blockHash: 'sha256' }

/** How the cloud of a client cut content the last time that it said so. */
const lastFormats = new WeakMap<Http, BlockFormat>()

/** How a cloud will probably cut content: as the last time. */
export const probableFormat = (http: Http): BlockFormat => lastFormats.get(http) ?? usualFormat

/** Notes how a cloud cuts content. */
export const noteFormat = (http: Http, format: BlockFormat): void => void lastFormats.set(http, format)

/** How the cloud cuts content, and what else its container says where that can be read. */
export interface Formatted {
  readonly format: BlockFormat
  readonly container: ContainerInfo | undefined
}

/** Names of metadata of all its objects make the headers of a container longer than some HTTP clients read. */
const isOverflow = (error: unknown): boolean =>
  ConnectionError.isInstance(error) && /HEADERS?_OVERFLOW/.test(error.code ?? '')

/**
 * How the cloud cuts content: as the container says, or if that cannot be read the present version of the object. Undefined: nobody can be
 * asked, and content has to go in one request.
 */
export async function findFormat(
  http: Http,
  at: ObjectLocation,
  request: RequestOptions,
  size?: number,
): Promise<Formatted | undefined> {
  let found: Formatted
  try {
    const container = await headContainer(http, at.container, request)
    found = { format: container.blocks, container }
  } catch (error) {
    if (!isOverflow(error)) throw error
    try {
      const { block_size: blockSize, block_hash: blockHash } = await getHashmap(http, at, request)
      found = { format: { blockSize, blockHash }, container: undefined }
    } catch (failure) {
      if (NotFoundError.isInstance(failure) || isOverflow(failure)) return undefined
      throw failure
    }
  }
  requireFormat(found.format, size)
  noteFormat(http, found.format)
  return found
}
