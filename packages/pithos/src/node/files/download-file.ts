import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { TransferError } from '@kamaki/core'
import {
  formatValue,
  type OptionNames,
  pickRequestOptions,
  rejectArgument,
  requireBoolean,
  requireKnownOptions,
} from '@kamaki/core/toolkit'
import type { PithosObject } from '../../handles/pithos-object.ts'
import { type DownloadOptions, type DownloadResult, downloadOptionNames } from '../../transfer/download/options.ts'
import { checkObject } from './file-arguments.ts'
import { isAbsent, requirePath, withFileErrors } from './file-error.ts'
import { findParts, removeParts } from './part-file.ts'
import { describeKind, lookAt } from './regular-file.ts'
import { saveDownload } from './save-download.ts'

/** Options of a download to a file. */
export interface DownloadFileOptions extends Omit<DownloadOptions, 'range'> {
  /** Keeps what the file has already, so that only what differs is fetched. Default true. */
  readonly reuse?: boolean | undefined
}

const { range: _range, ...sharedNames } = downloadOptionNames
const optionNames: OptionNames<DownloadFileOptions> = { ...sharedNames, reuse: true }

/**
 * Downloads to a file. Until it is complete the content is in a part file beside it, so what is under the file's name is always whole:
 * the old content, or the new one. A download that was interrupted, or killed, goes on where it was: what the part file has is
 * checked block by block, and so is what the file itself has; only the rest is fetched. A file that is right already is not touched.
 * Blocks of zero bytes become holes. Several downloads to one file do not mix: the last one to end wins.
 *
 *     await downloadFile(pithos.container('images').object('debian.diskdump'), 'debian.diskdump', { onProgress })
 *
 * A file that is replaced keeps its permissions; until then what has arrived can be read by nobody else. The directory must exist.
 *
 * @throws {TransferError} if the target is a symbolic link, a FIFO, a socket or a device, or cannot be written; also as {@link Download} does.
 */
export async function downloadFile(
  object: PithosObject,
  file: string | URL,
  options: DownloadFileOptions = {},
): Promise<DownloadResult> {
  checkObject(object, '(object, file)')
  const target = requirePath(file, 'file')
  const { reuse = true, ...rest } = requireKnownOptions(options, optionNames)
  requireBoolean(reuse, 'reuse')
  pickRequestOptions(rest).signal?.throwIfAborted()
  return withFileErrors('write', target, async () => {
    const old = await requireTarget(target)
    if (old === undefined) await requireDirectory(dirname(target))
    // A directory of very many files takes long to read: once is enough.
    const parts = await findParts(target)
    const { result } = await saveDownload(object.download(rest), target, {
      reuse: reuse && old !== undefined,
      parts,
      present: () => requireTarget(target),
    })
    await removeParts(parts)
    return result
  })
}

/** What is to be replaced; undefined if the name is free. Anything but a regular file is rejected. */
async function requireTarget(target: string): Promise<Awaited<ReturnType<typeof lookAt>>> {
  const present = await lookAt(target)
  if (present === undefined || present.isFile()) return present
  if (present.isDirectory()) {
    const problem = 'is a directory: name the file in it, or download a container with syncDown(container, directory)'
    rejectArgument('file', `${problem}; got ${formatValue(target)}`)
  }
  const cure = present.isSymbolicLink()
    ? 'Name the file that it leads to: downloadFile(object, await realpath(file))'
    : 'Write to it from the stream: object.download().stream()'
  throw new TransferError(`'${target}' is ${describeKind(present)}, which a download does not replace. ${cure}`)
}

async function requireDirectory(path: string): Promise<void> {
  let present: Awaited<ReturnType<typeof lookAt>>
  try {
    present = await stat(path, { bigint: true })
  } catch (error) {
    if (!isAbsent(error)) throw error
    const cure = 'Create it first: mkdir(directory, { recursive: true })'
    throw new TransferError(`The directory '${path}' does not exist. ${cure}`, {}, { cause: error })
  }
  if (!present.isDirectory())
    throw new TransferError(`'${path}' is ${describeKind(present)}, not a directory. Choose another path`)
}
