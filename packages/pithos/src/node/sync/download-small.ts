import { IntegrityError, NotFoundError } from '@kamaki/core'
import { headObject, readObjectContent } from '../../api/object.ts'
import { readObject } from '../../codec/object.ts'
import type { PithosContainer } from '../../handles/pithos-container.ts'
import type { BlockFormat } from '../../model/hashmap.ts'
import type { ObjectInfo } from '../../model/object.ts'
import { BodyTooShortError, ByteReader } from '../../transfer/download/byte-reader.ts'
import { partsOf } from '../handle-parts.ts'
import { smallHash } from './hash-file.ts'
import type { RemoteEntry } from './remote-listing.ts'
import type { SyncRun } from './sync-run.ts'

/** The object is no longer what was listed, or not what can be downloaded so. */
class NotAsListedError extends Error {}

const isCurable = (error: unknown): boolean => error instanceof BodyTooShortError || IntegrityError.isInstance(error)

/**
 * All of an object that is no longer than a block: its hashmap is the object's hash and no more, and was in the list, so that a single
 * request is left to send. Undefined if it is not (or no longer) what was listed, or cannot be verified.
 */
export async function fetchSmall(
  { run, container, format }: { run: SyncRun; container: PithosContainer; format: BlockFormat },
  entry: RemoteEntry,
): Promise<{ bytes: Uint8Array; info: ObjectInfo } | undefined> {
  const { http, at } = partsOf(container.object(entry.name))
  const requireListed = (info: ObjectInfo): void => {
    // A manifest is listed with the size of its own content, which mostly is none.
    if (info.hash !== entry.hash || info.bytes !== entry.bytes || info.manifest !== undefined)
      throw new NotAsListedError()
  }
  try {
    if (entry.bytes === 0) {
      const info = await headObject(http, at, run.request)
      requireListed(info)
      return { bytes: new Uint8Array(0), info }
    }
    return await readObjectContent(
      http,
      at,
      () => run.request,
      isCurable,
      async (response) => {
        const info = readObject(entry.name, response, response.headers.has('content-length') ? undefined : entry.bytes)
        requireListed(info)
        if (response.body === null) throw new NotAsListedError()
        const reader = new ByteReader(response.body)
        const bytes = new Uint8Array(entry.bytes)
        try {
          await reader.fill(bytes)
        } finally {
          reader.close()
        }
        const actual = smallHash(bytes, format)
        if (actual === entry.hash) return { bytes, info }
        throw new IntegrityError(`'${entry.name}' arrived damaged`, { expected: entry.hash, actual: actual ?? '' })
      },
    )
  } catch (error) {
    const isOther = error instanceof NotAsListedError || isCurable(error) || NotFoundError.isInstance(error)
    if (!isOther || run.signal.aborted) throw error
    return undefined
  }
}
