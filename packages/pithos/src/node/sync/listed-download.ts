import type { ApiResponse } from '@kamaki/core'
import type { ObjectData } from '../../api/object-data.ts'
import type { ObjectInfo } from '../../codec/object-info.ts'
import type { PithosObject } from '../../handles/pithos-object.ts'
import type { BlockFormat } from '../../hash/blocks.ts'
import { requestOf } from '../../request.ts'
import { Download } from '../../transfer/download/download.ts'
import type { DownloadOptions } from '../../transfer/download/options.ts'
import type { RemoteEntry } from './remote-tree.ts'

/** The object is no longer what was listed, or not what can be downloaded so. */
export class NotAsListedError extends Error {}

/** A download, and what it found out about the object. */
export interface ListedDownload {
  download: Download
  info(): Promise<ObjectInfo>
}

/** A download as any other. */
export function plainDownload(object: PithosObject, options: DownloadOptions): ListedDownload {
  const download = object.download(options)
  return { download, info: () => download.info() }
}

/**
 * A download of an object that is no longer than a block: the listing told its hash list, which is the object's hash and no more, so that
 * a single request is left to make. Undefined for other objects.
 *
 * The download throws {@link NotAsListedError} if the object has changed since.
 */
export function listedDownload(
  object: PithosObject,
  entry: RemoteEntry,
  format: BlockFormat,
  options: DownloadOptions,
): ListedDownload | undefined {
  const { bytes, hash, version, uuid, contentType } = entry
  // A manifest is listed with the size of its own content, which mostly is none.
  if (hash === undefined || bytes === 0 || bytes > format.blockSize) return undefined
  const listed: ObjectInfo = {
    bytes,
    contentType,
    etag: hash,
    lastModified: undefined,
    availability: 'available',
    hash,
    uuid,
    version,
    versionTimestamp: undefined,
    modifiedBy: '',
    metadata: {},
  }
  const map = { block_size: format.blockSize, block_hash: format.blockHash, bytes, hashes: [hash], info: listed }
  let found: ObjectInfo | undefined
  const isAsListed = (info: ObjectInfo): boolean =>
    info.hash === hash && info.bytes === bytes && info.manifest === undefined
  const download = new Download(
    {
      name: entry.name,
      hashmap: async () => map,
      async fetch(_range, _version, request) {
        const data = await object.get(requestOf(request))
        if (!isAsListed(data.info)) {
          await data.cancel()
          throw new NotAsListedError(`${entry.name} is not what was listed`)
        }
        found = data.info
        return replyOf(data)
      },
    },
    options,
  )
  return {
    download,
    async info() {
      if (found !== undefined) return found
      // The content was no reason to ask: it is all NULs, or there already.
      const info = await object.info(requestOf(options))
      if (!isAsListed(info)) throw new NotAsListedError(`${entry.name} is not what was listed`)
      return info
    },
  }
}

/** The whole content as the reply that a download reads. */
function replyOf(data: ObjectData): ApiResponse {
  return {
    status: 200,
    headers: new Headers(),
    url: '',
    body: data.body,
    text: () => data.text(),
    json: async <T>() => JSON.parse(await data.text()) as T,
    arrayBuffer: async () => new Uint8Array(await data.bytes()).buffer,
    cancel: () => data.cancel(),
  }
}
