import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { TransferError } from '@kamaki/core'
import { type FileIdentity, identityOf } from './local-file.ts'

// Neither exists on Windows.
const { O_NOFOLLOW = 0, O_NONBLOCK = 0, O_RDONLY } = constants

/** A file that is open for reading, and what it was then. */
export interface OpenFile {
  handle: FileHandle
  identity: FileIdentity
  mode: number
}

/** Opens a regular file and nothing else: no link is followed, and no pipe without a writer waited for. */
export async function openRegular(path: string): Promise<OpenFile> {
  const handle = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  try {
    const stats = await handle.stat({ bigint: true })
    if (!stats.isFile()) throw new TransferError(`${path} is no regular file any more`)
    return { handle, identity: identityOf(stats), mode: Number(stats.mode) & 0o777 }
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** What an open file is now. */
export async function lookAgain(file: OpenFile): Promise<FileIdentity> {
  return identityOf(await file.handle.stat({ bigint: true }))
}
