import type { CallOptions, RequestOptions } from '@kamaki/core'
import { NotFoundError, TransferError } from '@kamaki/core'
import { formBody } from '../codec/form-data.ts'
import { type ObjectReference, placeHeaders, placeOf } from '../codec/location.ts'
import { type MetadataChanges, metadataHeaders } from '../codec/metadata.ts'
import { checkVersion } from '../codec/version.ts'
import { type WriteConditions, writeConditionHeaders } from '../codec/write-headers.ts'
import { invalid } from '../invalid.ts'
import { requestOf, withHeaders } from '../request.ts'
import { settle } from '../transfer/settle.ts'
import { ObjectWriting } from './object-writing.ts'
import { type WriteResult, writeResult } from './storage-object.ts'

/** Options of a change of an object's content. */
export interface UpdateOptions extends WriteConditions, RequestOptions {
  /** Changes metadata in the same request: null deletes an item, what is not named stays. */
  metadata?: MetadataChanges | undefined
}

/** Options of {@link PithosObject.writeFrom}. */
export interface WriteFromOptions extends UpdateOptions {
  /** Version of the source to take. */
  version?: number | undefined
  /** How many bytes to take, from the start of the source. Default: all of it. */
  length?: number | undefined
  /** Cuts the object to this size afterwards, if it is longer. */
  size?: number | undefined
}

const isOffset = (value: number): boolean => Number.isSafeInteger(value) && value >= 0

/** Changing an object's content in place. */
export class ObjectUpdating extends ObjectWriting {
  #call(options: UpdateOptions, headers: Record<string, string>): CallOptions {
    const all = {
      // Exactly this type: with any other the server takes it for a change of metadata, answers 202 and drops the body.
      'Content-Type': 'application/octet-stream',
      ...headers,
      ...(options.metadata === undefined ? {} : metadataHeaders('X-Object-Meta-', options.metadata, { changes: true })),
      ...writeConditionHeaders(options),
    }
    return withHeaders({ ...requestOf(options), query: { update: null, format: 'json' }, expect: 204 }, all)
  }

  /**
   * Writes bytes at an offset, in one request. The object may grow by it; the offset may be its size but not more.
   *
   * `POST /{account}/{container}/{object}?update` with `Content-Range: bytes first-last/*` · 204 · object-api-guide § Object Level / POST
   * @throws {RangeNotSatisfiableError} if `offset` lies beyond the end.
   */
  async write(offset: number, bytes: Uint8Array, options: UpdateOptions = {}): Promise<WriteResult> {
    if (!isOffset(offset)) throw invalid('offset', 'offset must be a non-negative integer')
    if (bytes.length === 0) throw invalid('bytes', 'there is nothing to write: no range is empty')
    const headers = { 'Content-Range': `bytes ${offset}-${offset + bytes.length - 1}/*` }
    const call = { ...this.#call(options, headers), body: bytes, idempotent: options.ifMatch === undefined }
    return writeResult((await this.http.empty('POST', this.path, call)).headers)
  }

  /**
   * Adds bytes at the end, in one request. It is not repeated by itself unless it is sure not to have happened: see `append`.
   *
   * `POST /{account}/{container}/{object}?update` with `Content-Range: bytes *&#47;*` · 204 · object-api-guide § Object Level / POST
   */
  async appendBytes(bytes: Uint8Array, options: UpdateOptions = {}): Promise<WriteResult> {
    const call = { ...this.#call(options, { 'Content-Range': 'bytes */*' }), body: bytes, idempotent: false }
    return writeResult((await this.http.empty('POST', this.path, call)).headers)
  }

  /**
   * Cuts the object to `size` bytes. The server keeps the last block's hash, which then covers bytes that are hidden: such an object
   * downloads as unverified.
   *
   * `POST /{account}/{container}/{object}?update` with `X-Object-Bytes` · 204 · object-api-guide § Update an object
   */
  async truncate(size: number, options: UpdateOptions = {}): Promise<WriteResult> {
    if (!isOffset(size)) throw invalid('size', 'size must be a non-negative integer')
    // Written from itself and then cut; the open range is the one form that works for every size.
    return this.writeFrom(this, 0, { ...options, size })
  }

  /**
   * Writes another object's content, from its start, at an offset of this one (`'end'`: behind the last byte). Whole blocks are shared
   * on the server, no data travels.
   *
   * `POST /{account}/{container}/{object}?update` with `X-Source-Object` · 204 · object-api-guide § Object Level / POST
   */
  async writeFrom(
    source: ObjectReference,
    offset: number | 'end',
    options: WriteFromOptions = {},
  ): Promise<WriteResult> {
    if (offset !== 'end' && !isOffset(offset)) throw invalid('offset', "offset must be a non-negative integer or 'end'")
    const { version, length, size } = options
    if (length !== undefined && (!isOffset(length) || length === 0))
      throw invalid('length', 'length must be a positive integer')
    if (length !== undefined && offset === 'end')
      throw invalid('length', "length needs an offset that is a number, not 'end'")
    if (size !== undefined && !isOffset(size)) throw invalid('size', 'size must be a non-negative integer')
    const last = length === undefined || offset === 'end' ? '' : String(offset + length - 1)
    const headers: Record<string, string> = {
      'Content-Range': offset === 'end' ? 'bytes */*' : `bytes ${offset}-${last}/*`,
      ...placeHeaders(placeOf(source, this.account), this.own, 'X-Source-Object', 'X-Source-Account'),
    }
    if (version !== undefined) headers['X-Source-Version'] = String(checkVersion(version))
    if (size !== undefined) headers['X-Object-Bytes'] = String(size)
    const repeatable = offset !== 'end' && options.ifMatch === undefined
    const call = { ...this.#call(options, headers), idempotent: repeatable }
    return writeResult((await this.http.empty('POST', this.path, call)).headers)
  }

  /**
   * Makes an old version the newest again: its content, in place, so that the uuid stays. Metadata stays as it is now.
   *
   * `POST /{account}/{container}/{object}?update` with `X-Source-Object` and `X-Source-Version` · 204 · object-api-guide § Object Level / POST
   */
  async restore(version: number, options: UpdateOptions = {}): Promise<WriteResult> {
    const { bytes } = await this.info({ ...requestOf(options), version })
    return this.writeFrom(this, 0, { ...options, version, size: bytes })
  }

  /**
   * Writes the object as an HTML form does. Its metadata is erased. Programs are better served by `put` or `upload`.
   *
   * `POST /{account}/{container}/{object}` with multipart/form-data · 201 · object-api-guide § Object Level / POST
   */
  async postForm(
    content: Uint8Array | Blob,
    options: RequestOptions & { contentType?: string } = {},
  ): Promise<WriteResult> {
    const form = await formBody('X-Object-Data', this.name, content, options.contentType)
    const call: CallOptions = { ...requestOf(options), body: form.body, idempotent: true, expect: 201 }
    const reply = await this.http.empty('POST', this.path, withHeaders(call, { 'Content-Type': form.contentType }))
    return writeResult(reply.headers)
  }

  /** Runs an append of known bytes so that they are added once, whatever happens to the connection. */
  protected async appendOnce(bytes: Uint8Array, options: UpdateOptions): Promise<WriteResult & { size: number }> {
    const request = requestOf(options)
    const before = await this.info(request)
    const looked = async (): Promise<(WriteResult & { size: number }) | undefined> => {
      const now = await this.info(request)
      if (now.version === before.version) return undefined
      // Something was written. Was it this?
      const first = now.bytes - bytes.length
      if (first >= before.bytes) {
        const data = await this.get({ ...request, version: now.version, range: { first, last: now.bytes - 1 } })
        const tail = await data.bytes()
        if (tail.every((byte, index) => byte === bytes[index]))
          return { etag: now.etag, version: now.version, size: now.bytes }
      }
      throw new TransferError(
        `${this.name} was changed by somebody else while bytes were being added: look at it before adding again`,
      )
    }
    return settle(
      async () => ({ ...(await this.appendBytes(bytes, options)), size: before.bytes + bytes.length }),
      looked,
      request,
    )
  }

  /**
   * Deletes the object. Its history is kept where the container keeps versions.
   *
   * `DELETE /{account}/{container}/{object}` · 204 · object-api-guide § Object Level / DELETE
   * @throws {NotFoundError} if there is no such object.
   * @throws {ForbiddenError} for anybody but the owner of the account, whatever is shared.
   */
  override async delete(options: RequestOptions = {}): Promise<void> {
    await this.deleteWith({}, options)
  }

  /** A DELETE that is not taken for failed when only its reply was lost. */
  protected async deleteWith(query: Record<string, string>, options: RequestOptions): Promise<void> {
    const request = requestOf(options)
    const call: CallOptions = { ...request, query: { ...query, ...this.formatQuery() }, idempotent: false, expect: 204 }
    await settle<true>(
      async () => {
        await this.http.empty('DELETE', this.path, call)
        return true
      },
      async () => {
        try {
          await this.info(request)
          return undefined
        } catch (error) {
          if (NotFoundError.isInstance(error)) return true
          throw error
        }
      },
      request,
    )
  }
}
