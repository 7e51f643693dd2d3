import { type FileHandle, open } from 'node:fs/promises'
import { TransferError } from '@kamaki/core'
import type { RandomAccessSource } from '../../transfer/source.ts'

/** A file as the source of an upload. */
export interface FileSource extends RandomAccessSource {
  close(): Promise<void>
}

/**
 * A file as the source of an upload: by its path, or an open handle, which is then closed by its owner. It is read again where that is
 * needed, a block at a time. A file that changes while it is uploaded ends the upload with a TransferError.
 *
 *     await object.upload(await fileSource('disk.img'))
 *
 * @throws {TransferError} for what is no regular file.
 */
export async function fileSource(file: string | URL | FileHandle): Promise<FileSource> {
  const owned = typeof file === 'string' || file instanceof URL
  const handle = owned ? await open(file, 'r') : file
  try {
    const stats = await handle.stat({ bigint: true })
    if (!stats.isFile()) {
      const what = owned ? String(file) : 'This'
      throw new TransferError(
        stats.isDirectory()
          ? `${what} is a directory. What is in it is uploaded by syncUp(directory, container)`
          : `${what} is no regular file. What can only be read once goes as a stream: object.upload(createReadStream(path))`,
      )
    }
    return {
      size: Number(stats.size),
      read: (start, end) => readFully(handle, start, end - start),
      readInto: (start, bytes) => readInto(handle, start, bytes),
      async isUnchanged() {
        const now = await handle.stat({ bigint: true })
        return now.size === stats.size && now.mtimeNs === stats.mtimeNs
      },
      close: async () => {
        if (owned) await handle.close()
      },
    }
  } catch (error) {
    if (owned) await handle.close()
    throw error
  }
}

/** Reads `length` bytes, or fewer where the file ends. */
export async function readFully(handle: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length)
  const filled = await readInto(handle, position, bytes)
  return bytes.subarray(0, filled)
}

/** Fills bytes from a place in a file; gives how many there were. */
async function readInto(handle: FileHandle, position: number, bytes: Uint8Array): Promise<number> {
  let filled = 0
  while (filled < bytes.length) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, position + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return filled
}
