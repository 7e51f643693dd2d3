import { List, type RequestOptions } from '@kamaki/core'
import { type Http, pickRequestOptions, requireObject, requireOptions } from '@kamaki/core/toolkit'
import { transferObject } from '../api/copies.ts'
import * as api from '../api/object.ts'
import * as content from '../api/object-content.ts'
import type { ObjectData } from '../api/object-data.ts'
import { refLocation } from '../codec/location.ts'
import type { RangePart } from '../codec/multipart-ranges.ts'
import type { ByteRange, Until } from '../model/conditions.ts'
import type { NewHashmap, ObjectHashmap } from '../model/hashmap.ts'
import type { ObjectLocation, ObjectRef } from '../model/location.ts'
import type { ObjectInfo, ObjectVersion, Permissions, WriteResult } from '../model/object.ts'
import type * as opts from '../model/object-options.ts'
import { type AppendOptions, type AppendResult, append, overwrite } from '../transfer/append.ts'
import { Download } from '../transfer/download/download.ts'
import type { DownloadOptions } from '../transfer/download/options.ts'
import { deleteOnce, moveOnce } from '../transfer/once.ts'
import { restore, truncate } from '../transfer/rewrite.ts'
import type { UploadSource } from '../transfer/source.ts'
import type { UploadOptions, UploadResult } from '../transfer/upload/split-options.ts'
import { upload } from '../transfer/upload/upload.ts'
import type { PithosMetadata } from './metadata.ts'
import { objectMetadata } from './object-metadata.ts'
import { ObjectView } from './object-view.ts'
import { StorageObject } from './storage-object.ts'

/**
 * An object of Pithos by its name. It need not exist: what needs it then throws NotFoundError (someone else's: ForbiddenError). A
 * condition that does not hold is a PreconditionFailedError, when reading maybe a NotModifiedError; a range outside the object is a
 * RangeNotSatisfiableError; content that keeps arriving wrong, on either side, an IntegrityError.
 */
export class PithosObject extends StorageObject {
  override readonly metadata: PithosMetadata<opts.UpdateOptions, opts.ReplaceMetadataOptions>
  /** The object as browsers see it. */
  readonly view: ObjectView = new ObjectView(this.http, this.at)

  constructor(http: Http, at: ObjectLocation) {
    super(http, at)
    this.metadata = objectMetadata(http, at, this)
  }

  /**
   * Uploads content: only the blocks that the cloud lacks are sent. Content of up to 4 MiB goes in one request; of more, the blocks are
   * hashed off the main thread, their hashes are offered, and what the cloud asks for is sent, several requests in flight. Streams of
   * unknown length go block by block as they come. Interrupted and started again it sends what was not stored yet. A string is the content
   * itself, never the name of a file: files go by `uploadFile` of `@kamaki/pithos/node`.
   *
   * All metadata is replaced; who has access stays as it was unless given. The content type is guessed from the name.
   * Needs HEAD of the container, `PUT …?hashmap`, POST of blocks · object-api-guide § Recommended Practices
   * @throws {QuotaExceededError} if container or account have no room: beside the first blocks that are sent where that can be known.
   * @throws {TransferError} if the source changes during the upload, or the cloud keeps asking for what it got.
   */
  upload(source: UploadSource, options: UploadOptions = {}): Promise<UploadResult> {
    return upload(this.http, this.at, source, options)
  }

  /**
   * Downloads content: nothing is requested until its `bytes()`, `text()`, `blob()`, `stream()` or `to(sink)` is called, or it is iterated.
   * See {@link Download}; to a file: `downloadFile` of `@kamaki/pithos/node`.
   */
  download(options: DownloadOptions = {}): Download {
    return new Download(this.http, this.at, options)
  }

  /**
   * Adds content at the end, in order, a few megabytes a request, and nothing twice, whatever happens to the connection. Changes by
   * somebody else in between end it with a PreconditionFailedError, unless all fits in one request.
   *
   * `POST /{account}/{container}/{object}?update` with `Content-Range` · 204 · object-api-guide § Object Level / POST
   */
  append(source: UploadSource, options: AppendOptions = {}): Promise<AppendResult> {
    return append(this.http, this.at, source, options)
  }

  /**
   * Writes content over the object's own from an offset on, in order, a few megabytes a request. The object may grow by it. Changes by
   * somebody else in between end it with a PreconditionFailedError.
   *
   * `POST /{account}/{container}/{object}?update` with `Content-Range` · 204 · object-api-guide § Object Level / POST
   */
  overwrite(offset: number, source: UploadSource, options: AppendOptions = {}): Promise<AppendResult> {
    return overwrite(this.http, this.at, offset, source, options)
  }

  /**
   * Size, type, version, hash, metadata, and who has access.
   *
   * `HEAD /{account}/{container}/{object}` · 200 · object-api-guide § Object Level / HEAD
   */
  override info(options: opts.ObjectInfoOptions = {}): Promise<ObjectInfo> {
    return api.headObject(this.http, this.at, options)
  }

  /** The content as it comes, whole or a range of it, in one request: see {@link StorageObject.get}. */
  override get(options: opts.PithosGetOptions = {}): Promise<ObjectData> {
    return api.getObject(this.http, this.at, options)
  }

  /**
   * Several ranges of the content in one request, in the order of the argument; they may overlap. All of it is held in memory.
   *
   * `GET /{account}/{container}/{object}` with several ranges · 206 · object-api-guide § Object Level / GET
   */
  getRanges(ranges: readonly ByteRange[], options: opts.ObjectInfoOptions = {}): Promise<RangePart[]> {
    return api.getRanges(this.http, this.at, ranges, options)
  }

  /**
   * The hashes of the object's blocks, with what the headers say.
   *
   * `GET /{account}/{container}/{object}?hashmap` · 200 · object-api-guide § Object Level / GET
   */
  hashmap(options: opts.ObjectInfoOptions = {}): Promise<ObjectHashmap> {
    return api.getHashmap(this.http, this.at, options)
  }

  /**
   * The object's versions, the oldest first. A deleted object has versions too, as long as its history is kept.
   *
   * `GET /{account}/{container}/{object}?version=list` · 200 · object-api-guide § Object Level / GET
   */
  versions(options: RequestOptions = {}): List<ObjectVersion> {
    return List.of(() => api.listVersions(this.http, this.at, options))
  }

  /**
   * Writes the object by its block hashes. Returns the hashes of blocks that the cloud lacks, in which case nothing was written.
   *
   * `PUT /{account}/{container}/{object}?hashmap` · 201, or 409 for missing blocks · object-api-guide § Object Level / PUT
   */
  putHashmap(map: NewHashmap, options: opts.PutHashmapOptions = {}): Promise<content.HashmapResult> {
    return content.putHashmap(this.http, this.at, map, options)
  }

  /**
   * Makes this object a copy of another one. Metadata is copied; who has access is not. The conditions look at this object.
   *
   * `PUT /{account}/{container}/{object}` with `X-Copy-From` · 201 · object-api-guide § Object Level / PUT
   */
  override async copyFrom(source: ObjectRef, options: opts.CopyOptions = {}): Promise<WriteResult> {
    return transferObject(this.http, this.at, 'copyFrom', refLocation(source, this.at), options)
  }

  /**
   * Copies this object. Metadata is copied; who has access is not. The conditions look at this object, the source.
   *
   * `COPY /{account}/{container}/{object}` · 201 · object-api-guide § Object Level / COPY
   */
  async copyTo(destination: ObjectRef, options: opts.CopyOptions = {}): Promise<WriteResult> {
    return transferObject(this.http, this.at, 'copyTo', refLocation(destination, this.at), options)
  }

  /**
   * Moves another object here: see {@link moveTo}. Only the owner of the source can.
   *
   * `PUT /{account}/{container}/{object}` with `X-Move-From` · 201 · object-api-guide § Object Level / PUT
   */
  override async moveFrom(source: ObjectRef, options: opts.MoveOptions = {}): Promise<WriteResult> {
    return moveOnce(this.http, this.at, 'moveFrom', refLocation(source, this.at), options)
  }

  /**
   * Moves this object. It keeps its uuid; who had access to it no longer has. There must be room for a second copy.
   *
   * `MOVE /{account}/{container}/{object}` · 201 · object-api-guide § Object Level / MOVE
   */
  async moveTo(destination: ObjectRef, options: opts.MoveOptions = {}): Promise<WriteResult> {
    return moveOnce(this.http, this.at, 'moveTo', refLocation(destination, this.at), options)
  }

  /**
   * Changes metadata, encoding, disposition and access; what is not named stays.
   *
   * `POST /{account}/{container}/{object}?update` · 202 · object-api-guide § Object Level / POST
   */
  async update(changes: opts.ObjectChanges, options: opts.UpdateOptions = {}): Promise<WriteResult> {
    return api.updateObject(this.http, this.at, changes, options)
  }

  /**
   * Sets who else may read and write the object: exactly these from now on. Only the owner of the account can.
   *
   * `POST /{account}/{container}/{object}?update` with `X-Object-Sharing` · 202 · object-api-guide § Sharing and Public Objects
   */
  async share(permissions: Permissions, options: opts.UpdateOptions = {}): Promise<void> {
    await this.update({ sharing: permissions }, options)
  }

  /** Takes all permissions of others away. What they have by a directory above stays. See {@link share}. */
  async unshare(options: opts.UpdateOptions = {}): Promise<void> {
    await this.share({}, options)
  }

  /**
   * Lets anybody read the object, without a login, and returns the URL for it (undefined unless the caller is the owner).
   *
   * `POST /{account}/{container}/{object}?update` with `X-Object-Public`, then `HEAD` · 202 · object-api-guide § Sharing and Public Objects
   */
  publish(options: opts.UpdateOptions = {}): Promise<string | undefined> {
    return this.http.composite(`publication of '${this.name}'`, pickRequestOptions(options), async (request) => {
      await this.update({ public: true }, { ...requireOptions(options), ...request })
      return (await this.info(request)).publicUrl
    })
  }

  /** Ends {@link publish}: the URL is gone for ever. */
  async unpublish(options: opts.UpdateOptions = {}): Promise<void> {
    await this.update({ public: false }, options)
  }

  /**
   * Writes bytes at an offset, in one request. The object may grow by it; the offset may be its size but not more.
   *
   * `POST /{account}/{container}/{object}?update` with `Content-Range: bytes first-last/*` · 204 · object-api-guide § Object Level / POST
   */
  write(offset: number, bytes: Uint8Array, options: opts.WriteOptions = {}): Promise<WriteResult> {
    return content.writeBytes(this.http, this.at, offset, bytes, options)
  }

  /**
   * Adds bytes at the end, in one request. It is not repeated by itself unless it is sure not to have happened: see `append`.
   *
   * `POST /{account}/{container}/{object}?update` with `Content-Range: bytes *&#47;*` · 204 · object-api-guide § Object Level / POST
   */
  appendBytes(bytes: Uint8Array, options: opts.WriteOptions = {}): Promise<WriteResult> {
    return content.appendBytes(this.http, this.at, bytes, options)
  }

  /**
   * Cuts the object to `size` bytes. Where that is within a block the object is written anew from its hashes, with what it has of type,
   * encoding, disposition and metadata, so that what is left can be verified. Only who may not store blocks cuts it in place: such an object
   * can only be downloaded with `unverified: 'accept'`. Cut to the size that it has, one that others cut can be verified again; more is rejected.
   *
   * `PUT /{account}/{container}/{object}?hashmap`, or `POST …?update` with `X-Object-Bytes` · 201, 204 · object-api-guide § Object Level / POST
   */
  async truncate(size: number, options: opts.WriteOptions = {}): Promise<WriteResult> {
    return truncate(this.http, this.at, size, options)
  }

  /**
   * Writes another object's content, from its start, at an offset of this one (`'end'`: behind the last byte). No data is sent.
   *
   * `POST /{account}/{container}/{object}?update` with `X-Source-Object` · 204 · object-api-guide § Object Level / POST
   */
  async writeFrom(
    source: ObjectRef,
    offset: number | 'end',
    options: opts.WriteFromOptions = {},
  ): Promise<WriteResult> {
    return content.writeFromObject(this.http, this.at, refLocation(source, this.at), offset, options)
  }

  /**
   * Makes an old version the newest again: its content, in place, so that the uuid stays. Metadata stays as it is now.
   *
   * `POST /{account}/{container}/{object}?update` with `X-Source-Object` and `X-Source-Version` · 204 · object-api-guide § Object Level / POST
   */
  async restore(version: number, options: opts.WriteOptions = {}): Promise<WriteResult> {
    return restore(this.http, this.at, version, options)
  }

  /**
   * Writes the object as an HTML form does. Its metadata is erased. Programs are better served by `put` or `upload`.
   *
   * `POST /{account}/{container}/{object}` with multipart/form-data · 201 · object-api-guide § Object Level / POST
   */
  postForm(body: Uint8Array | Blob, options: opts.PostFormOptions = {}): Promise<WriteResult> {
    return content.postForm(this.http, this.at, body, options)
  }

  /**
   * Deletes the object. Only the owner of the account can. Its history is kept where the container keeps versions.
   *
   * `DELETE /{account}/{container}/{object}` · 204 · object-api-guide § Object Level / DELETE
   */
  override delete(options: RequestOptions = {}): Promise<void> {
    return deleteOnce(this.http, this.at, {}, options)
  }

  /**
   * Deletes the object and all objects whose names begin with its name and the delimiter. The object itself must exist.
   *
   * `DELETE /{account}/{container}/{object}?delimiter=/` · 204 · object-api-guide § Object Level / DELETE
   */
  deleteTree(options: opts.DeleteTreeOptions = {}): Promise<void> {
    return deleteOnce(this.http, this.at, { delimiter: requireObject(options, 'options').delimiter ?? '/' }, options)
  }

  /**
   * Erases all versions up to a time for good, the newest one too if it is not younger than that.
   *
   * `DELETE /{account}/{container}/{object}?until={seconds}` · 204 · object-api-guide § Object Level / DELETE
   * @throws {InvalidArgumentError} for anything but a Date or whole seconds: the server would delete the object instead.
   */
  purge(until: Until, options: RequestOptions = {}): Promise<void> {
    return api.deleteObject(this.http, this.at, { until }, options)
  }
}
