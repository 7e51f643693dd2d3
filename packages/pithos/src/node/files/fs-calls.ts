import fs, { type BigIntStats } from 'node:fs'
import { promisify } from 'node:util'
import type { FileTime } from './regular-file.ts'

// What is done for each of very many files. The handles and promises of `fs/promises` cost several times as much.

export const close: (fd: number) => Promise<void> = promisify(fs.close)
export const fchmod: (fd: number, mode: number) => Promise<void> = promisify(fs.fchmod)
export const fsync: (fd: number) => Promise<void> = promisify(fs.fsync)
export const futimes: (fd: number, atime: FileTime, mtime: FileTime) => Promise<void> = promisify(fs.futimes)
export const open: (path: string, flags: number | string, mode?: number) => Promise<number> = promisify(fs.open)
export const rename: (from: string, to: string) => Promise<void> = promisify(fs.rename)
export const unlink: (path: string) => Promise<void> = promisify(fs.unlink)

const bigint = { bigint: true } as const
const fstatAsIs = promisify(fs.fstat)
const lstatAsIs = promisify(fs.lstat)
export const fstat = (fd: number): Promise<BigIntStats> => fstatAsIs(fd, bigint)

/** Of a file that was only read: nothing is written. */
export const closeRead = (fd: number): void => fs.closeSync(fd)

export const lstat = (path: string): Promise<BigIntStats> => lstatAsIs(path, bigint)

const readAsIs = promisify(fs.read)
const writeAsIs = promisify(fs.write)

/** Reads from the start, as much as there is room for. A regular file has no more when it returns fewer bytes. */
export async function readOnce(fd: number, buffer: Uint8Array): Promise<number> {
  const { bytesRead } = await readAsIs(fd, buffer, 0, buffer.length, 0)
  return bytesRead
}

/** Writes all of it to the start. */
export async function writeAll(fd: number, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await writeAsIs(fd, bytes, done, bytes.length - done, done)
    done += bytesWritten
  }
}
