import type { RequestOptions } from '@kamaki/core'
import { postBlocks } from '../api/blocks.ts'
import { accountInfo } from '../codec/account-info.ts'
import { containerInfo } from '../codec/container-info.ts'
import { storagePath } from '../codec/names.ts'
import { type Until, untilSeconds } from '../codec/until.ts'
import { requestOf } from '../request.ts'
import { type AppendOptions, type AppendResult, appendContent } from '../transfer/append.ts'
import { Download } from '../transfer/download/download.ts'
import type { DownloadOptions } from '../transfer/download/options.ts'
import { type OverwriteOptions, overwriteContent } from '../transfer/overwrite.ts'
import type { UploadSource } from '../transfer/source.ts'
import type { UploadOptions, UploadResult } from '../transfer/upload/split-options.ts'
import { upload } from '../transfer/upload/upload.ts'
import type { UploadTarget } from '../transfer/upload/upload-target.ts'
import { steadyHashmap } from '../transfer/verified-hashmap.ts'
import { ObjectUpdating } from './object-updating.ts'
import { ObjectView } from './object-view.ts'

/** An object of Pithos by its name. Making one makes no request; the object need not exist. */
export class PithosObject extends ObjectUpdating {
  /** The object as browsers see it. No request is made. */
  get view(): ObjectView {
    return new ObjectView(this.http, this.path)
  }

  /**
   * Uploads content: only the blocks that the cloud lacks travel. Content of up to 4 MiB goes in one request; of more, the
   * blocks are hashed off the main thread, their hashes are offered, and what the cloud asks for is sent, several requests
   * in flight; a block that fails is sent again by itself. Streams of unknown length go block by block as they come. Equal
   * blocks, and blocks of NULs, are sent once. Interrupted and started again it sends what was not stored yet.
   *
   * All metadata is replaced; who has access stays as it was unless given. The content type is guessed from the name.
   *
   * Text is the content itself, never the name of a file: files go by `uploadFile` of `@kamaki/pithos/node`.
   *
   *     await object.upload(file, { onProgress: ({ phase, loaded, total }) => ..., signal })
   *
   * Needs HEAD of the container, `PUT …?hashmap`, POST of blocks · object-api-guide § Recommended Practices
   * @throws {QuotaExceededError} if container or account have no room: before anything is sent where that can be known.
   * @throws {PreconditionFailedError} if `ifMatch`, `ifNoneMatch` or `ifNotExist` does not hold.
   * @throws {TransferError} if the source changes meanwhile, or the cloud keeps asking for what it got.
   * @throws {IntegrityError} if the cloud keeps storing other bytes than were sent.
   */
  upload(source: UploadSource, options: UploadOptions = {}): Promise<UploadResult> {
    return upload(this.#target(), source, options)
  }

  /**
   * Downloads content: nothing is requested until its `bytes()`, `text()`, `blob()`, `stream()` or `to(sink)` is called, or it
   * is iterated. See {@link Download}; to a file: `downloadFile` of `@kamaki/pithos/node`.
   */
  download(options: DownloadOptions = {}): Download {
    return new Download(
      {
        name: this.name,
        hashmap: (read) => this.hashmap(read),
        fetch: (range, version, request) => {
          const headers =
            range === undefined ? request.headers : { ...request.headers, Range: `bytes=${range.first}-${range.last}` }
          const query = { version, format: 'json' }
          return this.http.send('GET', this.path, {
            ...requestOf(request),
            headers,
            query,
            expect: [200, 206],
            decode: false,
          })
        },
      },
      options,
    )
  }

  /**
   * Adds content at the end, in order, a few megabytes a request. Whatever happens to the connection, nothing is added twice:
   * after a failure the object is looked at first. Somebody else's changes in between end it with a PreconditionFailedError,
   * unless all fits in one request.
   *
   * `POST /{account}/{container}/{object}?update` with `Content-Range` · 204 · object-api-guide § Object Level / POST
   * @throws {NotFoundError} if there is no such object: nothing is made by appending.
   */
  append(source: UploadSource, options: AppendOptions = {}): Promise<AppendResult> {
    return appendContent(
      {
        info: (read) => this.info(read),
        appendOnce: (bytes, update) => this.appendOnce(bytes, update),
        write: (offset, bytes, update) => this.write(offset, bytes, update),
      },
      source,
      options,
    )
  }

  /**
   * Writes content over the object's own from an offset on, in order, a few megabytes a request. The object may grow by it.
   *
   * `POST /{account}/{container}/{object}?update` with `Content-Range` · 204 · object-api-guide § Object Level / POST
   * @throws {RangeNotSatisfiableError} if `offset` lies beyond the end.
   * @throws {PreconditionFailedError} if somebody else changes the object in between.
   */
  overwrite(offset: number, source: UploadSource, options: OverwriteOptions = {}): Promise<AppendResult> {
    return overwriteContent({ write: (at, bytes, update) => this.write(at, bytes, update) }, offset, source, options)
  }

  /**
   * Deletes the object and all objects whose names begin with its name and the delimiter. The object itself must exist.
   *
   * `DELETE /{account}/{container}/{object}?delimiter=/` · 204 · object-api-guide § Object Level / DELETE
   * @throws {NotFoundError} if there is no such object, even if there are some below its name.
   */
  async deleteTree(options: RequestOptions & { delimiter?: string } = {}): Promise<void> {
    await this.deleteWith({ delimiter: options.delimiter ?? '/' }, options)
  }

  /**
   * Erases all versions up to a moment for good, the newest one too if it is not younger than that.
   *
   * `DELETE /{account}/{container}/{object}?until={seconds}` · 204 · object-api-guide § Object Level / DELETE
   * @throws {InvalidArgumentError} for anything but a Date or whole seconds: the server would delete the object instead.
   */
  async purge(until: Until, options: RequestOptions = {}): Promise<void> {
    const query = { until: untilSeconds(until), ...this.formatQuery() }
    await this.http.empty('DELETE', this.path, { ...requestOf(options), query, expect: 204 })
  }

  #target(): UploadTarget {
    const container = storagePath(this.account, this.container)
    return {
      name: this.name,
      foreign: this.own !== undefined && this.own !== this.account,
      info: (options) => this.info(options),
      hashes: async (options) => (await steadyHashmap(this, options)).hashes,
      containerInfo: async (options) => containerInfo((await this.http.empty('HEAD', container, options)).headers),
      accountInfo: async (options) =>
        accountInfo((await this.http.empty('HEAD', storagePath(this.account), options)).headers),
      put: (body, options) => this.put(body, options),
      putHashmap: (map, options) => this.putHashmap(map, options),
      postBlocks: (blocks, options) => postBlocks(this.http, container, blocks, options),
    }
  }
}
