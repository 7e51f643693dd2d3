import { PreconditionFailedError } from '@kamaki/core'
import { putObject } from '../../api/object-content.ts'
import { rootHash } from '../../hash/root-hash.ts'
import { confirmWritten } from '../../transfer/upload/commit.ts'
import { partsOf } from '../handle-parts.ts'
import { isDirectoryType } from './remote-listing.ts'
import { Skip } from './sync-run.ts'
import type { Step } from './sync-steps.ts'
import type { UpContext } from './upload-one.ts'

/**
 * Creates the object that stands for an empty directory. It has no content, so that it must not take the place of one that came meanwhile
 * (or is there, but comes late in the list). Returns false if there is one already.
 */
export async function putMarker({ run, container, format }: UpContext, { action, entry }: Step): Promise<boolean> {
  const object = container.object(action.name)
  const { http, at } = partsOf(object)
  const write = { contentType: 'application/directory', ifNotExist: entry === undefined }
  const confirm = confirmWritten({ http, at, request: run.request, write }, 0, () => rootHash([], format.blockHash))
  try {
    await putObject(http, at, new Uint8Array(0), { ...run.request, ...write, confirm })
    return true
  } catch (error) {
    if (!PreconditionFailedError.isInstance(error)) throw error
    const { bytes, contentType } = await object.info(run.request)
    if (bytes === 0 && isDirectoryType(contentType)) return false
    throw new Skip('in-the-way', 'an object with content has the name of the directory')
  }
}
