import type { RequestOptions } from '@kamaki/core'
import {
  type Http,
  type OptionNames,
  pickRequestOptions,
  requestOptionNames,
  requireBoolean,
  requireKnownOptions,
  requireNonNegativeInteger,
  requireOneOf,
  requirePositiveInteger,
} from '@kamaki/core/toolkit'
import { propertyNames, writeConditionNames } from '../../api/option-names.ts'
import type { WriteConditions } from '../../model/conditions.ts'
import type { ObjectLocation } from '../../model/location.ts'
import type { ObjectProperties, WriteResult } from '../../model/object.ts'
import type { ProgressCounter, ProgressListener } from '../progress.ts'

/** The options of an upload that are about neither the object nor its requests. */
interface TransferOptions {
  /**
   * `cloud` (default): hash everything, offer the hashes, send only what the cloud lacks; nothing is sent that anybody ever
   * stored. `previous`: send while hashing whatever the object's present version does not have; faster where the network is faster
   * than reading twice. A stream can only be sent as it comes: with `previous` without what the present version has.
   */
  readonly dedupe?: 'cloud' | 'previous' | undefined
  /** Requests with blocks in flight. Up to `batchBytes` are held in memory for each of them. Default 4. */
  readonly concurrency?: number | undefined
  /** Content up to this size goes in one request, without asking first what the cloud has. Default 4194304 (4 MiB). */
  readonly singleRequestBytes?: number | undefined
  /**
   * Blocks are sent several in one request of up to this size: of about two seconds, by the rate that is seen. Default 16777216 (16 MiB).
   */
  readonly batchBytes?: number | undefined
  /** MD5 of the content in hex, for the server to check. Only a single request can be checked, so all content goes in one. */
  readonly md5?: string | undefined
  /**
   * Whether to ask for the room in container and account beside the first blocks (default). It costs a request, and spares sending what
   * would be rejected at the end.
   */
  readonly checkQuota?: boolean | undefined
  readonly onProgress?: ProgressListener | undefined
}

/** Options of an upload. `timeoutMs` is the limit of all of it. */
export interface UploadOptions extends TransferOptions, ObjectProperties, WriteConditions, RequestOptions {}

/** What an upload did. */
export interface UploadResult extends WriteResult {
  /** Size of the content. */
  readonly bytes: number
  /** Bytes of content that were sent. */
  readonly transferred: number
}

/** The options of the write that creates the object. */
export interface WriteOptions extends ObjectProperties, WriteConditions {}

/** An upload's settings, checked, with their defaults. */
export interface UploadSettings extends TransferOptions {
  readonly concurrency: number
  readonly singleRequestBytes: number
  readonly batchBytes: number
}

/** An upload under way: where to, and how. */
export interface Upload {
  readonly http: Http
  readonly at: ObjectLocation
  /** For each of its requests. */
  readonly request: RequestOptions
  readonly write: WriteOptions
  readonly settings: UploadSettings
  readonly progress: ProgressCounter
}

/** Whether an upload goes into someone else's account: there, blocks cannot be stored on their own. */
export function isForeign({ container: { account } }: ObjectLocation): boolean {
  return account.id !== account.caller
}

const uploadOptionNames: OptionNames<UploadOptions> = {
  ...{ ...requestOptionNames, ...writeConditionNames, ...propertyNames },
  ...{ dedupe: true, concurrency: true, singleRequestBytes: true, batchBytes: true, md5: true, checkQuota: true },
  onProgress: true,
}

/** Splits the options of an upload by what they are about, and checks them. */
export function splitUploadOptions(options: UploadOptions): {
  request: RequestOptions
  write: WriteOptions
  settings: UploadSettings
} {
  const request = pickRequestOptions(requireKnownOptions(options, uploadOptionNames))
  const { concurrency = 4, singleRequestBytes = 4_194_304, batchBytes = 16_777_216 } = options
  const { contentType, contentEncoding, contentDisposition, metadata, sharing } = options
  const { ifMatch, ifNoneMatch, ifNotExist, dedupe, md5, checkQuota, onProgress } = options
  if (dedupe !== undefined) requireOneOf(dedupe, ['cloud', 'previous'], 'dedupe')
  if (checkQuota !== undefined) requireBoolean(checkQuota, 'checkQuota')
  return {
    request,
    write: {
      ...{ contentType, contentEncoding, contentDisposition, metadata, sharing, public: options.public },
      ...{ ifMatch, ifNoneMatch, ifNotExist },
    },
    settings: {
      ...{ dedupe, md5, checkQuota, onProgress },
      concurrency: requirePositiveInteger(concurrency, 'concurrency'),
      singleRequestBytes: requireNonNegativeInteger(singleRequestBytes, 'singleRequestBytes'),
      batchBytes: requirePositiveInteger(batchBytes, 'batchBytes'),
    },
  }
}
