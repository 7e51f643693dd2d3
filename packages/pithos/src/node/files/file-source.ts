import type { FileHandle } from 'node:fs/promises'
import { TransferError } from '@kamaki/core'
import type { RandomAccessSource } from '../../transfer/source.ts'
import { errno, requirePath, subjectOf, withFileErrors } from './file-error.ts'
import { FileHashes } from './file-hashes.ts'
import { hashByThreads, hasThreads } from './hash-threads.ts'
import { fstatOpened, type OpenFile, openRegular, regularStats } from './regular-file.ts'

/** Content up to this size is read when the file is opened: every call of a thread costs as much as to read that. */
const readAtOnce = 65_536

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
  const path = pathOf(file)
  hashByThreads()
  return withFileErrors('read', path, async () => {
    const open = path === undefined ? givenFile(file as FileHandle) : await openRegular(path, { follow: true })
    try {
      return await sourceOf(open, path)
    } catch (error) {
      if (path !== undefined) await open.handle.close()
      throw error
    }
  })
}

/** Path of a file; undefined for a handle, which is not ours to close. */
export function pathOf(file: string | URL | FileHandle): string | undefined {
  return isHandle(file) ? undefined : requirePath(file, 'file')
}

const givenFile = (handle: FileHandle): OpenFile => ({ handle, stats: regularStats(handle, subjectOf(undefined)) })

async function sourceOf({ handle, stats }: OpenFile, path: string | undefined): Promise<FileSource> {
  const size = Number(stats.size)
  const small = await readUpTo(handle, size, path)
  const isUnchanged = async (): Promise<boolean> => {
    const now = fstatOpened(handle.fd)
    // Programs set the time of the content back; that of the file itself they cannot.
    return now.size === stats.size && now.mtimeNs === stats.mtimeNs && now.ctimeNs === stats.ctimeNs
  }
  /** The end of a file is handed out only if it is still that of the beginning: what is sent in order is never stored mixed. */
  const read = <T>(end: number, work: () => Promise<T>): Promise<T> =>
    withFileErrors('read', path, async () => {
      const result = await work()
      if (end < size || (await isUnchanged())) return result
      throw changedError(path)
    })
  const readPart = (start: number, bytes: Uint8Array): Promise<number> =>
    read(start + bytes.length, async () => {
      if (small === undefined) return readInto(handle, start, bytes)
      const part = small.subarray(start, start + bytes.length)
      bytes.set(part)
      return part.length
    })
  const hashes = new FileHashes(handle, size, readPart)
  return {
    size,
    read: (start, end) => read(end, async () => small?.slice(start, end) ?? readFully(handle, start, end - start)),
    readInto: readPart,
    ...(hasThreads && {
      hashBlock: (start, length, blockHash, memory) => hashes.hash(start, length, blockHash, memory),
    }),
    isUnchanged: () => withFileErrors('read', path, isUnchanged),
    close: async () => {
      await hashes.close()
      if (path !== undefined) await handle.close()
    },
  }
}

export function changedError(path: string | undefined, cause?: unknown): TransferError {
  const message = `${subjectOf(path)} changed while it was being uploaded. Start again when it is no longer being written to`
  return new TransferError(message, {}, { cause })
}

/**
 * Small content, all of it. Some files (all in `/proc`) have content that their size does not tell of, and would be stored empty, or cut: of
 * any file it is found out whether there is more.
 */
async function readUpTo(handle: FileHandle, size: number, path: string | undefined): Promise<Uint8Array | undefined> {
  const start = size <= readAtOnce ? 0 : size
  let found: Uint8Array | undefined
  try {
    found = await readFully(handle, start, size + 1 - start)
  } catch (error) {
    // A file that makes readers wait, such as /proc/kmsg.
    if (errno(error) !== 'EAGAIN') throw error
  }
  if (found === undefined || start + found.length > size)
    throw new TransferError(
      `${subjectOf(path)} has more content than the ${size} bytes that its size says. Upload it as a stream: object.upload(createReadStream(path))`,
    )
  // What is shorter by now is being written to: whoever reads it finds out.
  return start === 0 && found.length === size ? found : undefined
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
