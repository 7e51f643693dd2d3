import { stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { TransferError } from '@kamaki/core'
import type { PithosObject } from '../../handles/pithos-object.ts'
import { invalid } from '../../invalid.ts'
import type { Download } from '../../transfer/download/download.ts'
import type { DownloadOptions, DownloadResult } from '../../transfer/download/options.ts'
import { checkObject, refuseDirectory } from './file-arguments.ts'
import { FileSink } from './file-sink.ts'
import { partPath, putInPlace } from './part-file.ts'

/** Options of a download to a file. */
export interface DownloadFileOptions extends Omit<DownloadOptions, 'range'> {
  /** Takes over what the file holds already, so that only what differs travels. Default true. */
  reuse?: boolean | undefined
}

/**
 * Downloads to a file. Until it is complete the content is in a part file beside it, so what is under the file's name is always whole:
 * the old content, or the new one. A download that was interrupted, or killed, goes on where it was: what the part file holds is
 * checked block by block, and so is what the file itself holds; only the rest is fetched. A file that is right already is not touched.
 * Blocks of NULs become holes.
 *
 *     await downloadFile(pithos.container('images').object('debian.diskdump'), 'debian.diskdump', { onProgress })
 *
 * The directory must exist. Errors are those of {@link Download}, and those of the file system.
 */
export async function downloadFile(
  object: PithosObject,
  file: string | URL,
  options: DownloadFileOptions = {},
): Promise<DownloadResult> {
  checkObject(object)
  const target = file instanceof URL ? fileURLToPath(file) : file
  if (typeof target !== 'string' || target === '') throw invalid('file', 'file must be a path')
  await refuseDirectory(target)
  return saveDownload(object.download(options), target, { reuse: options.reuse !== false, tidy: true })
}

/** Brings a download that has not begun to a file: see {@link downloadFile}. */
export async function saveDownload(
  download: Download,
  target: string,
  { reuse, tidy }: { reuse: boolean; tidy: boolean },
): Promise<DownloadResult> {
  const { version } = await download.info()
  const part = partPath(target, version)
  const sink = new FileSink(target, part, reuse)
  try {
    const result = await download.to(sink)
    const inode = await sink.finish()
    // Some systems do not rename what is open.
    await sink.close()
    if (inode !== undefined) await place(part, target, inode, tidy)
    return result
  } finally {
    await sink.close()
  }
}

async function place(part: string, target: string, inode: bigint, tidy: boolean): Promise<void> {
  try {
    await putInPlace(part, target, tidy)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    // Another download of the same version to the same file was faster; both wrote the same bytes to the same part file.
    const placed = await stat(target, { bigint: true }).catch(() => undefined)
    if (placed?.ino !== inode)
      throw new TransferError(`${part} was removed while it was being written`, {}, { cause: error })
  }
}
