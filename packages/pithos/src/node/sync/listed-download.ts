import type { PithosObject } from '../../handles/pithos-object.ts'
import type { BlockFormat } from '../../model/hashmap.ts'
import type { ObjectInfo } from '../../model/object.ts'
import { Download } from '../../transfer/download/download.ts'
import type { DownloadOptions } from '../../transfer/download/options.ts'
import { partsOf } from '../handle-parts.ts'
import type { RemoteEntry } from './remote-listing.ts'

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
 * A download of an object that is no longer than a block: its hashmap is the object's hash and no more, and was in the list, so that a
 * single request is left to send. Undefined for other objects.
 *
 * The download throws {@link NotAsListedError} if the object has changed since.
 */
export function listedDownload(
  object: PithosObject,
  entry: RemoteEntry,
  { blockSize, blockHash }: BlockFormat,
  options: DownloadOptions,
): ListedDownload | undefined {
  const { name, bytes, hash, version, uuid, contentType } = entry
  // A manifest is listed with the size of its own content, which mostly is none.
  if (hash === undefined || bytes === 0 || bytes > blockSize) return undefined
  const listed: ObjectInfo = {
    ...{ name, bytes, contentType, hash, uuid, version, etag: hash },
    lastModified: undefined,
    availability: 'available',
    versionTimestamp: undefined,
    modifiedBy: '',
    metadata: {},
  }
  const map = { block_size: blockSize, block_hash: blockHash, bytes, hashes: [hash], info: listed }
  let found: ObjectInfo | undefined
  const check = (info: ObjectInfo): void => {
    if (info.hash !== hash || info.bytes !== bytes || info.manifest !== undefined)
      throw new NotAsListedError(`'${name}' is not what was listed`)
    found = info
  }
  const { http, at } = partsOf(object)
  const download = new Download(http, at, options, { map, check })
  return {
    download,
    async info() {
      // The content may have been no reason to ask: it is all zero bytes, or there already.
      if (found === undefined) check(await object.info(options))
      return found ?? listed
    },
  }
}
