import type { RequestOptions } from '@kamaki/core'
import type { Conditions } from '../../codec/conditions.ts'
import type { ByteRange } from '../../codec/ranges.ts'
import { invalid } from '../../invalid.ts'
import type { ProgressListener } from '../progress.ts'

/** Options of a download. */
export interface DownloadOptions extends Conditions, RequestOptions {
  /** The version to get. Default: the newest at the start; all requests then ask for that one. */
  version?: number | undefined
  /** The part to get. Blocks that it cuts are fetched whole, since only whole blocks can be verified. */
  range?: ByteRange | undefined
  /** Requests in flight. Default 4. */
  concurrency?: number | undefined
  /** Neighbouring blocks are fetched in one request of up to about this size. Default 16777216 (16 MiB). */
  rangeBytes?: number | undefined
  onProgress?: ProgressListener | undefined
}

/** What a download did. */
export interface DownloadResult {
  /** Bytes of content that were delivered. */
  bytes: number
  /** Bytes of content that travelled. */
  transferred: number
  version: number | undefined
  etag: string
  /**
   * Whether every block has the hash that the cloud lists. False where that cannot be: objects that were truncated (the cloud keeps the
   * hash of the last block as it was), and manifests.
   */
  verified: boolean
}

/** Defaults filled in, numbers checked. */
export function settleDownloadOptions(options: DownloadOptions): { concurrency: number; rangeBytes: number } {
  const { concurrency = 4, rangeBytes = 16_777_216 } = options
  if (!Number.isSafeInteger(concurrency) || concurrency < 1)
    throw invalid('concurrency', 'concurrency must be a positive integer')
  if (!(rangeBytes >= 1)) throw invalid('rangeBytes', 'rangeBytes must be a positive number of bytes')
  return { concurrency, rangeBytes }
}
