import type { RequestOptions } from '@kamaki/core'
import type { Http } from '@kamaki/core/toolkit'
import { allocate } from '../../codec/in-memory.ts'
import { withoutTrailingZeros } from '../../hash/block-hash.ts'
import { digestOfLength, digestSmall } from '../../hash/digest.ts'
import { toHex } from '../../hash/hex.ts'
import type { ObjectLocation } from '../../model/location.ts'
import type { ObjectInfo } from '../../model/object.ts'
import type { ProgressCounter } from '../progress.ts'
import { heldContent, type OpenContent, openContent } from './open-content.ts'
import type { DownloadOptions, DownloadResult } from './options.ts'
import { heldAs, resultFor } from './prepared.ts'

/** All of the content of an object, verified. */
export interface WholeContent {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly info: ObjectInfo
  readonly result: DownloadResult
}

/** What has come of an object before its hashmap was asked for: nothing, where its size is not known. */
export type Begun =
  | { readonly whole: WholeContent; readonly open?: never }
  | { readonly whole?: never; readonly open: OpenContent | undefined }

/**
 * Whether bytes have the hash that the object's headers state: that of a single block is the object's own. Which digest that is shows in its
 * length; how large blocks are does not matter then.
 */
async function isVerified(bytes: Uint8Array, { hash }: ObjectInfo): Promise<boolean> {
  const digest = digestOfLength(hash.length)
  return digest !== undefined && toHex(await digestSmall(digest, withoutTrailingZeros(bytes))) === hash.toLowerCase()
}

/**
 * Asks for all of an object. Of one that is a single block that is all there is to do; of any other it is the beginning of what its hashmap
 * is still needed for.
 *
 * @param options its conditions, and which version.
 */
export async function beginWhole(
  http: Http,
  at: ObjectLocation,
  options: DownloadOptions,
  heldBytes: number,
  request: RequestOptions,
  progress: ProgressCounter,
): Promise<Begun> {
  const { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince, version } = options
  const conditions = { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince, version }
  const open = await openContent(http, at, conditions, request)
  if (open === undefined) return { open }
  const { info } = open
  if (info.manifest !== undefined || info.bytes > heldBytes) return { open }
  progress.total = info.bytes
  let bytes: Uint8Array<ArrayBuffer>
  try {
    progress.begin('receiving', 0)
    bytes = allocate(info.bytes, heldAs(at.name))
    if (info.bytes > 0) await receive(open, bytes, progress)
  } finally {
    await open.close()
  }
  if (!(await isVerified(bytes, info))) return { open: heldContent(info, bytes) }
  progress.add(info.bytes)
  return { whole: { bytes, info, result: resultFor(info, info.bytes, progress.transferred, true) } }
}

/** When so many bytes more have come, the connection may break as often as before. */
const worthCounting = 65_536

async function receive(open: OpenContent, bytes: Uint8Array, progress: ProgressCounter): Promise<void> {
  let filled = 0
  let counted = 0
  await open.take(
    () => ({ first: filled, last: bytes.length - 1 }),
    async (reader, progressed) => {
      while (filled < bytes.length) {
        const part = await reader.next(bytes.length - filled)
        bytes.set(part, filled)
        filled += part.length
        progress.add(0, part.length)
        if (filled - counted < worthCounting) continue
        counted = filled
        progressed()
      }
    },
    undefined,
  )
}
