import type { WriteResult } from '../../handles/storage-object.ts'
import { requestOf } from '../../request.ts'
import { settle } from '../settle.ts'
import type { UploadOptions } from './split-options.ts'
import type { UploadTarget } from './upload-target.ts'

/** What a write leaves to its own properties and conditions of an upload's options. */
export function writeOptions(options: UploadOptions): UploadOptions {
  const { contentType, contentEncoding, contentDisposition, metadata, sharing, ifMatch, ifNoneMatch, ifNotExist } =
    options
  return {
    ...requestOf(options),
    contentType,
    contentEncoding,
    contentDisposition,
    metadata,
    sharing,
    public: options.public,
    ifMatch,
    ifNoneMatch,
    ifNotExist,
  }
}

/**
 * Does the write that makes the object. If it fails in a way that leaves open whether it was done, it is simply done again, unless it
 * has conditions: these would not hold a second time, so the object's hash tells first.
 */
export function finalWrite<T extends { written: WriteResult | undefined }>(
  target: UploadTarget,
  hash: () => Promise<string | undefined>,
  bytes: number,
  options: UploadOptions,
  write: () => Promise<T>,
  wrap: (result: WriteResult) => T,
): Promise<T> {
  const conditional = options.ifMatch !== undefined || options.ifNoneMatch !== undefined || options.ifNotExist === true
  const expected = new Set([options.ifMatch ?? []].flat().map((tag) => tag.replaceAll('"', '')))
  const look = async (): Promise<T | undefined> => {
    if (!conditional) return undefined
    try {
      const now = await target.info(requestOf(options))
      const done = now.bytes === bytes && !expected.has(now.etag) && now.hash === (await hash())
      return done ? wrap({ etag: now.etag, version: now.version }) : undefined
    } catch {
      // It is not there, or nothing can be seen just now: the write itself will tell.
      return undefined
    }
  }
  return settle(write, look, requestOf(options))
}
