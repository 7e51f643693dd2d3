import type { Body, CallOptions, RequestOptions } from '@kamaki/core'
import { ConflictError, NotFoundError } from '@kamaki/core'
import { contentTypeOf } from '../codec/content-type.ts'
import { headerText } from '../codec/header-text.ts'
import { type FullPlace, type ObjectReference, placeHeaders, placeOf } from '../codec/location.ts'
import { type Metadata, type MetadataChanges, metadataHeaders } from '../codec/metadata.ts'
import { storagePath } from '../codec/names.ts'
import { objectInfo } from '../codec/object-info.ts'
import { formatPermissions, type Permissions } from '../codec/permissions.ts'
import { checkVersion } from '../codec/version.ts'
import {
  type ManifestParts,
  manifestHeader,
  type ObjectProperties,
  propertyHeaders,
  publicFlag,
  type WriteConditions,
  writeConditionHeaders,
} from '../codec/write-headers.ts'
import { invalid } from '../invalid.ts'
import { requestOf, withHeaders } from '../request.ts'
import { persist, settle } from '../transfer/settle.ts'
import { ObjectReading } from './object-reading.ts'
import { type PutOptions, type WriteResult, writeResult } from './storage-object.ts'

/** Options of a write by hash list. */
export interface PutHashmapOptions extends ObjectProperties, WriteConditions, RequestOptions {}

/** Options of a copy or a move. What is given is merged with what the source has. */
export interface CopyOptions extends ObjectProperties, WriteConditions, RequestOptions {
  /** Copies also every object whose name begins with the source's name and this, normally `/`. */
  delimiter?: string | undefined
  /** The version of the source to copy (copies only). The copy gets the type of the newest version unless `contentType` is given. */
  version?: number | undefined
}

/** Whether a write looks at what is there: a second attempt would then meet what the first one made. */
const isConditional = ({ ifMatch, ifNoneMatch, ifNotExist }: WriteConditions): boolean =>
  ifMatch !== undefined || ifNoneMatch !== undefined || ifNotExist === true

/** Writing objects of Pithos: content, copies, metadata, access. */
export class ObjectWriting extends ObjectReading {
  /**
   * Writes the object's content in one request. All metadata is replaced; who has access stays as it was unless given.
   * Without `contentType` it is guessed from the name. Writing a plain file over a shared directory object ends what is
   * shared below it.
   *
   * `PUT /{account}/{container}/{object}` · 201 · object-api-guide § Object Level / PUT
   * @throws {PreconditionFailedError} if a condition does not hold. A write with a condition is not repeated by itself.
   * @throws {UnprocessableError} if `md5` is not that of the content.
   * @throws {QuotaExceededError} if container or project have no room for it.
   */
  override async put(body: Body, options: PutOptions = {}): Promise<WriteResult> {
    const write = (): Promise<WriteResult> => this.putWith(body, options, { format: 'json' })
    const once = body instanceof ReadableStream || isConditional(options)
    return once ? write() : persist(write, options)
  }

  /**
   * Writes the object by its block hashes. Gives the hashes of blocks that the cloud lacks, in which case nothing was
   * written; none if it was. `bytes` is the size of the content.
   *
   * `PUT /{account}/{container}/{object}?hashmap` · 201, or 409 for missing blocks · object-api-guide § Object Level / PUT
   */
  async putHashmap(
    map: { bytes: number; hashes: readonly string[] },
    options: PutHashmapOptions = {},
  ): Promise<{ missing: string[]; written: WriteResult | undefined }> {
    const headers = {
      'Content-Type': contentTypeOf(this.name),
      ...propertyHeaders(options),
      ...writeConditionHeaders(options),
    }
    const body = JSON.stringify({ bytes: map.bytes, hashes: map.hashes })
    const query = { hashmap: null, format: 'json' }
    const conditional = 'If-Match' in headers || 'If-None-Match' in headers
    const call: CallOptions = { ...requestOf(options), query, body, expect: [201, 409], idempotent: !conditional }
    const reply = await this.http.bytes('PUT', this.path, withHeaders(call, headers))
    if (reply.status === 201) return { missing: [], written: writeResult(reply.headers) }
    let missing: unknown
    const text = new TextDecoder().decode(reply.bytes)
    try {
      missing = JSON.parse(text)
    } catch {
      missing = undefined
    }
    if (Array.isArray(missing) && missing.every((hash) => typeof hash === 'string'))
      return { missing, written: undefined }
    // A 409 that lists nothing is a conflict like any other.
    const [fault, inner] = Object.entries((missing ?? {}) as Record<string, { message?: string } | undefined>)[0] ?? []
    throw new ConflictError(inner?.message ?? (text.slice(0, 200) || 'Conflict'), {
      status: 409,
      fault,
      details: undefined,
      method: 'PUT',
      url: reply.url,
      requestId: undefined,
      retryAfterMs: undefined,
    })
  }

  /**
   * Makes the object a manifest: reading it gives all objects whose names begin with a prefix, joined in the order of their
   * names. A reader gets only the parts that are shared with him, and is not told about the others.
   *
   * `PUT /{account}/{container}/{object}` with `X-Object-Manifest` · 201 · object-api-guide § Object Level / PUT
   */
  async putManifest(parts: ManifestParts, options: PutHashmapOptions = {}): Promise<WriteResult> {
    const headers = {
      'Content-Type': contentTypeOf(this.name),
      ...propertyHeaders(options),
      ...writeConditionHeaders(options),
      'X-Object-Manifest': manifestHeader(parts),
    }
    const call: CallOptions = { ...requestOf(options), query: { format: 'json' }, body: new Uint8Array(0), expect: 201 }
    return writeResult((await this.http.empty('PUT', this.path, withHeaders(call, headers))).headers)
  }

  #refuseDestinationCondition(options: WriteConditions): void {
    // COPY and MOVE look at the source, which exists: the condition would always fail.
    if (options.ifNotExist === true || options.ifNoneMatch === '*') {
      throw invalid('ifNotExist', 'ask the destination: destination.copyFrom(source, { ifNotExist: true })')
    }
  }

  #copyCall(options: CopyOptions, names: Record<string, string>): CallOptions {
    const headers: Record<string, string> = { ...propertyHeaders(options), ...writeConditionHeaders(options), ...names }
    if (options.version !== undefined) headers['X-Source-Version'] = String(checkVersion(options.version))
    const query = { delimiter: options.delimiter, format: 'json' }
    return withHeaders({ ...requestOf(options), query, expect: 201 }, headers)
  }

  /**
   * Makes this object a copy of another one. Metadata is copied; who has access is not. The conditions look at this object.
   *
   * `PUT /{account}/{container}/{object}` with `X-Copy-From` · 201 · object-api-guide § Object Level / PUT
   */
  override async copyFrom(source: ObjectReference, options: CopyOptions = {}): Promise<WriteResult> {
    const from = placeOf(source, this.account)
    const names = placeHeaders(from, this.own, 'X-Copy-From', 'X-Source-Account')
    const call = { ...this.#copyCall(options, names), idempotent: !isConditional(options) }
    const write = async (): Promise<WriteResult> => writeResult((await this.http.empty('PUT', this.path, call)).headers)
    return isConditional(options) ? write() : persist(write, options)
  }

  /**
   * Copies this object. Metadata is copied; who has access is not. The conditions look at this object, the source.
   *
   * `COPY /{account}/{container}/{object}` · 201 · object-api-guide § Object Level / COPY
   */
  async copyTo(destination: ObjectReference, options: CopyOptions = {}): Promise<WriteResult> {
    this.#refuseDestinationCondition(options)
    const names = placeHeaders(placeOf(destination, this.account), this.own, 'Destination', 'Destination-Account')
    const call = this.#copyCall(options, names)
    return persist(async () => writeResult((await this.http.empty('COPY', this.path, call)).headers), options)
  }

  /**
   * Moves another object here. It keeps its uuid; who had access to it has not any more. Only the owner of the source can. There must be
   * room for a second copy for a moment.
   *
   * `PUT /{account}/{container}/{object}` with `X-Move-From` · 201 · object-api-guide § Object Level / PUT
   */
  override async moveFrom(source: ObjectReference, options: Omit<CopyOptions, 'version'> = {}): Promise<WriteResult> {
    const from = placeOf(source, this.account)
    const names = placeHeaders(from, this.own, 'X-Move-From', 'X-Source-Account')
    const here = { account: this.account, container: this.container, object: this.name }
    return this.#move('PUT', this.#copyCall(options, names), from, here)
  }

  /**
   * Moves this object. It keeps its uuid; who had access to it has not any more. There must be room for a second copy for a moment.
   *
   * `MOVE /{account}/{container}/{object}` · 201 · object-api-guide § Object Level / MOVE
   */
  async moveTo(destination: ObjectReference, options: Omit<CopyOptions, 'version'> = {}): Promise<WriteResult> {
    this.#refuseDestinationCondition(options)
    const to = placeOf(destination, this.account)
    const names = placeHeaders(to, this.own, 'Destination', 'Destination-Account')
    const here = { account: this.account, container: this.container, object: this.name }
    return this.#move('MOVE', this.#copyCall(options, names), here, to)
  }

  async #move(method: 'PUT' | 'MOVE', call: CallOptions, from: FullPlace, to: FullPlace): Promise<WriteResult> {
    const request = { ...requestOf(call), headers: undefined }
    const head = async (place: FullPlace): Promise<WriteResult | undefined> => {
      try {
        const path = storagePath(place.account, place.container, place.object)
        const { etag, version } = objectInfo(await this.http.empty('HEAD', path, request))
        return { etag, version }
      } catch (error) {
        if (NotFoundError.isInstance(error)) return undefined
        throw error
      }
    }
    const done = await settle<WriteResult>(
      async () => writeResult((await this.http.empty(method, this.path, { ...call, idempotent: false })).headers),
      async () => ((await head(from)) === undefined ? head(to) : undefined),
      request,
    )
    // After a move the server prints an internal triple where the version should be.
    return done.version === undefined ? ((await head(to)) ?? done) : done
  }

  async #update(headers: Record<string, string>, options: RequestOptions & WriteConditions): Promise<WriteResult> {
    // Without `update` the server replaces all metadata, also when it is only to share or publish.
    const call: CallOptions = {
      ...requestOf(options),
      query: { update: null, format: 'json' },
      idempotent: true,
      expect: 202,
    }
    const reply = await this.http.empty(
      'POST',
      this.path,
      withHeaders(call, { ...headers, ...writeConditionHeaders(options) }),
    )
    return writeResult(reply.headers)
  }

  /**
   * Changes metadata: what is named is set, null deletes, all else stays. `sharing`, `public`, encoding and disposition can be set with it.
   *
   * `POST /{account}/{container}/{object}?update` · 202 · object-api-guide § Object Level / POST
   */
  async updateMetadata(
    changes: MetadataChanges,
    options: Omit<ObjectProperties, 'metadata' | 'contentType'> & WriteConditions & RequestOptions = {},
  ): Promise<WriteResult> {
    const { contentEncoding, contentDisposition, manifest, sharing } = options
    const properties = propertyHeaders({
      contentEncoding,
      contentDisposition,
      manifest,
      sharing,
      public: options.public,
    })
    return this.#update({ ...properties, ...metadataHeaders('X-Object-Meta-', changes, { changes: true }) }, options)
  }

  /**
   * Replaces all metadata, encoding and disposition with what is given.
   *
   * `POST /{account}/{container}/{object}` · 202 · object-api-guide § Object Level / POST
   */
  override async replaceMetadata(
    metadata: Metadata,
    options: Pick<ObjectProperties, 'contentEncoding' | 'contentDisposition'> & WriteConditions & RequestOptions = {},
  ): Promise<WriteResult> {
    const { contentEncoding, contentDisposition } = options
    const headers = {
      ...propertyHeaders({ contentEncoding, contentDisposition, metadata }),
      ...writeConditionHeaders(options),
    }
    const call: CallOptions = { ...requestOf(options), query: { format: 'json' }, idempotent: true, expect: 202 }
    return writeResult((await this.http.empty('POST', this.path, withHeaders(call, headers))).headers)
  }

  /**
   * Says who else may read and write the object: exactly these from now on. Metadata stays.
   *
   * `POST /{account}/{container}/{object}?update` with `X-Object-Sharing` · 202 · object-api-guide § Sharing and Public Objects
   * @throws {ForbiddenError} for anybody but the owner of the account.
   */
  async share(permissions: Permissions, options: WriteConditions & RequestOptions = {}): Promise<void> {
    await this.#update({ 'X-Object-Sharing': headerText(formatPermissions(permissions), 'permissions') }, options)
  }

  /** Takes all permissions of others away. What they have by a directory above stays. See {@link share}. */
  async unshare(options: WriteConditions & RequestOptions = {}): Promise<void> {
    await this.share({}, options)
  }

  /**
   * Lets anybody read the object, without a login, and gives the URL to do it with (undefined if the caller is not the owner: only
   * the owner is told). Publishing again keeps the URL.
   *
   * `POST /{account}/{container}/{object}?update` with `X-Object-Public`, then `HEAD` · 202 · object-api-guide § Sharing and Public Objects
   */
  async publish(options: WriteConditions & RequestOptions = {}): Promise<string | undefined> {
    await this.#update({ 'X-Object-Public': publicFlag(true) }, options)
    return (await this.info(requestOf(options))).publicUrl
  }

  /** Ends {@link publish}: the URL is gone for ever. */
  async unpublish(options: WriteConditions & RequestOptions = {}): Promise<void> {
    await this.#update({ 'X-Object-Public': publicFlag(false) }, options)
  }
}
