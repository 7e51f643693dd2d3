import type { RequestOptions } from '@kamaki/core'
import {
  type OptionNames,
  requestOptionNames,
  requireNonNegativeInteger,
  requireOneOf,
  requirePositiveInteger,
} from '@kamaki/core/toolkit'
import { conditionNames } from '../../api/option-names.ts'
import type { ByteRange, Conditions } from '../../model/conditions.ts'
import type { ProgressListener } from '../progress.ts'

/** Options of a download. `timeoutMs` is the limit of each of its methods. */
export interface DownloadOptions extends Conditions, RequestOptions {
  /** The version to get. Default: the newest at the start; all requests then ask for that one. */
  readonly version?: number | undefined
  /** The part to get. Blocks that it cuts are fetched whole, since only whole blocks can be verified. */
  readonly range?: ByteRange | undefined
  /** Requests in flight, at most. Default 4; one long one mostly does as well, and more are made where they raise the rate. */
  readonly concurrency?: number | undefined
  /** Neighbouring blocks are fetched in one request of up to about this size. Default: no limit. */
  readonly rangeBytes?: number | undefined
  /**
   * Content up to this size comes in one request, to memory or to a file: its headers state the hash that the hashes of its blocks make. Of
   * more, or if that does not fit, or blocks of zero bytes or equal ones come, the hashmap is asked for. Default 134217728 (128 MiB): of more
   * that is hardly dearer, and what is wrong is known earlier.
   */
  readonly singleRequestBytes?: number | undefined
  /**
   * What to do about an object whose last block does not have the hash that the cloud lists, and comes twice the same. It is damaged, or
   * was cut in place: the hash then covers bytes that can no longer be read. `reject` (default): that is an IntegrityError; `accept`: it is
   * taken, and `verified` of the result is false.
   */
  readonly unverified?: 'reject' | 'accept' | undefined
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
   * Whether every block has the hash that the cloud lists. False for manifests, of which it lists none, and for what
   * `unverified: 'accept'` lets pass.
   */
  readonly verified: boolean
}

/** The names of the options of a download. */
export const downloadOptionNames: OptionNames<DownloadOptions> = {
  ...{ ...requestOptionNames, ...conditionNames },
  ...{ version: true, range: true, concurrency: true, rangeBytes: true, singleRequestBytes: true, unverified: true },
  onProgress: true,
}

/** Defaults filled in, numbers checked. */
export function downloadSettings(options: DownloadOptions): {
  concurrency: number
  rangeBytes: number | undefined
  singleRequestBytes: number
} {
  const { concurrency = 4, rangeBytes, singleRequestBytes = 134_217_728, unverified = 'reject' } = options
  requireOneOf(unverified, ['reject', 'accept'], 'unverified')
  return {
    concurrency: requirePositiveInteger(concurrency, 'concurrency'),
    rangeBytes: rangeBytes === undefined ? undefined : requirePositiveInteger(rangeBytes, 'rangeBytes'),
    singleRequestBytes: requireNonNegativeInteger(singleRequestBytes, 'singleRequestBytes'),
  }
}
