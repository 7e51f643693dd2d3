import type { FileHandle } from 'node:fs/promises'
import type { PithosObject } from '../pithos/pithos-object.ts'
import type { UploadOptions, UploadResult } from '../transfer/upload-options.ts'
import { fileSource } from './file-source.ts'

/**
 * Uploads a file: `object.upload` of a {@link fileSource}. What the cloud has already is not sent.
 *
 *     await uploadFile(pithos.container('images').object('debian.diskdump'), 'debian.diskdump', { onProgress })
 */
export async function uploadFile(
  object: PithosObject,
  file: string | URL | FileHandle,
  options: UploadOptions = {},
): Promise<UploadResult> {
  options.signal?.throwIfAborted()
  return object.upload(await fileSource(file), options)
}
