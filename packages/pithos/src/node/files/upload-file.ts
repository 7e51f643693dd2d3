import type { FileHandle } from 'node:fs/promises'
import { TransferError } from '@kamaki/core'
import type { PithosObject } from '../../handles/pithos-object.ts'
import { splitUploadOptions, type UploadOptions, type UploadResult } from '../../transfer/upload/split-options.ts'
import { checkObject } from './file-arguments.ts'
import { changedError, fileSource, pathOf } from './file-source.ts'

/**
 * Uploads a file: `object.upload` of a {@link fileSource}. What the cloud has already is not sent.
 *
 *     await uploadFile(pithos.container('images').object('debian.diskdump'), 'debian.diskdump', { onProgress })
 *
 * A directory is uploaded by `syncUp`.
 */
export async function uploadFile(
  object: PithosObject,
  file: string | URL | FileHandle,
  options: UploadOptions = {},
): Promise<UploadResult> {
  checkObject(object, '(object, file)')
  const { signal } = splitUploadOptions(options).request
  signal?.throwIfAborted()
  const { close, ...source } = await fileSource(file)
  try {
    return await object.upload(source, options)
  } catch (error) {
    signal?.throwIfAborted()
    // Where the body of a request breaks off, the error is one of the network.
    if (TransferError.isInstance(error) || (await source.isUnchanged())) throw error
    throw changedError(pathOf(file), error)
  } finally {
    await close()
  }
}
