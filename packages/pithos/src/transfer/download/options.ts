import type { RequestOptions } from '@kamaki/core'
import { requirePositiveInteger } from '@kamaki/core/toolkit'
import type { ByteRange, Conditions } from '../../model/conditions.ts'
import type { ProgressListener } from '../progress.ts'

/** Options of a download. `timeoutMs` is the limit of each of its methods. */
export interface DownloadOptions extends Conditions, RequestOptions {
  /** The version to get. Default: the newest at the start; all requests then ask for that one. */
  readonly version?: number | undefined
  /** The part to get. Blocks that it cuts are fetched whole, since only whole blocks can be verified. */
  readonly range?: ByteRange | undefined
  /** Requests in flight. Default 4. */
  readonly concurrency?: number | undefined
  /** Neighbouring blocks are fetched in one request of up to about this size. Default 16777216 (16 MiB). */
  readonly rangeBytes?: number | undefined
  readonly onProgress?: ProgressListener | undefined
}

/** What a download did. */
export interface DownloadResult {
  /** Bytes of content that were delivered. */
  readonly bytes: number
  /** Bytes of content that were transferred. */
  readonly transferred: number
  readonly version: number | undefined
  readonly etag: string
  /**
   * Whether every block has the hash that the cloud lists. False where that cannot be: objects that were truncated (the cloud keeps the
   * hash of the last block as it was), and manifests.
   */
  readonly verified: boolean
}

/** Defaults filled in, numbers checked. */
export function downloadSettings({ concurrency = 4, rangeBytes = 16_777_216 }: DownloadOptions): {
  concurrency: number
  rangeBytes: number
} {
  return {
    concurrency: requirePositiveInteger(concurrency, 'concurrency'),
    rangeBytes: requirePositiveInteger(rangeBytes, 'rangeBytes'),
  }
}
