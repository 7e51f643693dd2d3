import type { RequestOptions } from '@kamaki/core'
import type { ObjectProperties, WriteConditions } from '../../codec/write-headers.ts'
import { invalid } from '../../invalid.ts'
import type { ProgressListener } from '../progress.ts'

/** Options of an upload. */
export interface UploadOptions extends ObjectProperties, WriteConditions, RequestOptions {
  /**
   * `cloud` (default): hash everything, offer the hashes, send only what the cloud lacks; nothing is sent that anybody ever
   * stored. `previous`: send while hashing whatever the object's present version does not hold; faster where the network is faster
   * than reading twice. A stream can only be sent as it comes: with `previous` without what the present version holds.
   */
  dedupe?: 'cloud' | 'previous' | undefined
  /** Requests with blocks in flight, and so the bound on memory: about twice as many blocks. Default 4. */
  concurrency?: number | undefined
  /** Content up to this size goes in one request, without asking first what the cloud has. Default 4194304 (4 MiB). */
  singleRequestBytes?: number | undefined
  /** Blocks that are smaller than this are sent several in one request of about this size. Default 4194304 (4 MiB). */
  batchBytes?: number | undefined
  /** MD5 of the content in hex, for the server to check. Only a single request can be checked, so all content goes in one. */
  md5?: string | undefined
  /**
   * Whether to ask for the room in container and account before blocks are sent (default). It costs a request, and spares sending what
   * would be refused at the end.
   */
  checkQuota?: boolean | undefined
  onProgress?: ProgressListener | undefined
}

/** What an upload did. */
export interface UploadResult {
  /** ETag of what is stored. */
  etag: string | undefined
  /** The version that was made. */
  version: number | undefined
  /** Size of the content. */
  bytes: number
  /** Bytes of content that travelled. */
  transferred: number
}

/** Defaults filled in, numbers checked. */
export function settleUploadOptions(options: UploadOptions): Required<
  Pick<UploadOptions, 'concurrency' | 'singleRequestBytes' | 'batchBytes'>
> & {
  concurrency: number
  singleRequestBytes: number
  batchBytes: number
} {
  const { concurrency = 4, singleRequestBytes = 4_194_304, batchBytes = 4_194_304 } = options
  if (!Number.isSafeInteger(concurrency) || concurrency < 1)
    throw invalid('concurrency', 'concurrency must be a positive integer')
  if (!(singleRequestBytes >= 0)) throw invalid('singleRequestBytes', 'singleRequestBytes must be a number of bytes')
  if (!(batchBytes >= 1)) throw invalid('batchBytes', 'batchBytes must be a positive number of bytes')
  return { concurrency, singleRequestBytes, batchBytes }
}
