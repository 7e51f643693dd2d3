import type { FileHandle } from 'node:fs/promises'
import { TransferError } from '@kamaki/core'
import type { RandomAccessSource } from '../../transfer/source.ts'
import { errno, requirePath, withFileErrors } from './file-error.ts'
import { openRegular, regularStats } from './regular-file.ts'

/** A file as the source of an upload. */
export interface FileSource extends RandomAccessSource {
  isUnchanged(): Promise<boolean>
  close(): Promise<void>
}

/**
 * A file as the source of an upload: by its path, or an open handle, which is then closed by its owner. It is read again where that is
 * needed, a block at a time. A file that changes while it is uploaded ends the upload with a TransferError.
 *
 *     await object.upload(await fileSource('disk.img'))
 *
 * @throws {TransferError} for what is not a regular file (FIFOs, sockets, devices, directories), what cannot be opened, and what has more
 *   content than its size says, such as the files in `/proc`.
 */
export async function fileSource(file: string | URL | FileHandle): Promise<FileSource> {
  const owned = !isHandle(file)
  const path = owned ? requirePath(file, 'file') : undefined
  const name = path ?? 'file handle'
  return withFileErrors('read', name, async () => {
    const handle = path === undefined ? (file as FileHandle) : (await openRegular(path, { follow: true })).handle
    try {
      return await sourceOf(handle, name, owned)
    } catch (error) {
      if (owned) await handle.close()
      throw error
    }
  })
}

async function sourceOf(handle: FileHandle, name: string, owned: boolean): Promise<FileSource> {
  const stats = await regularStats(handle, owned ? `'${name}'` : 'The file handle')
  const size = Number(stats.size)
  await requireEnd(handle, size, name)
  const isUnchanged = async (): Promise<boolean> => {
    const now = await handle.stat({ bigint: true })
    // Programs set the time of the content back; that of the file itself they cannot.
    return now.size === stats.size && now.mtimeNs === stats.mtimeNs && now.ctimeNs === stats.ctimeNs
  }
  /** The end of a file is handed out only if it is still that of the beginning: what is sent in order is never stored mixed. */
  const read = <T>(end: number, work: () => Promise<T>): Promise<T> =>
    withFileErrors('read', name, async () => {
      const result = await work()
      if (end < size || (await isUnchanged())) return result
      throw changedError(name)
    })
  return {
    size,
    read: (start, end) => read(end, () => readFully(handle, start, end - start)),
    readInto: (start, bytes) => read(start + bytes.length, () => readInto(handle, start, bytes)),
    isUnchanged: () => withFileErrors('read', name, isUnchanged),
    close: async () => {
      if (owned) await handle.close()
    },
  }
}

export function changedError(name: string, cause?: unknown): TransferError {
  const message = `'${name}' changed while it was being uploaded. Start again when it is no longer being written to`
  return new TransferError(message, {}, { cause })
}

/** Some files (all in `/proc`) have content that their size does not tell of: they would be stored empty, or cut. */
async function requireEnd(handle: FileHandle, size: number, name: string): Promise<void> {
  let more: number
  try {
    more = (await readFully(handle, size, 1)).length
  } catch (error) {
    // A file that makes readers wait, such as /proc/kmsg.
    if (errno(error) !== 'EAGAIN') throw error
    more = 1
  }
  if (more === 0) return
  throw new TransferError(
    `'${name}' has more content than the ${size} bytes that its size says. Upload it as a stream: object.upload(createReadStream(path))`,
  )
}

function isHandle(file: unknown): file is FileHandle {
  return typeof file === 'object' && file !== null && 'fd' in file && 'read' in file && 'stat' in file
}

/** Reads `length` bytes, or fewer where the file ends. */
export async function readFully(handle: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length)
  const filled = await readInto(handle, position, bytes)
  return bytes.subarray(0, filled)
}

/** Fills bytes from a place in a file; returns how many there were. */
async function readInto(handle: FileHandle, position: number, bytes: Uint8Array): Promise<number> {
  let filled = 0
  while (filled < bytes.length) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, position + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return filled
}
