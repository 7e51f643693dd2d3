import type { BigIntStats } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'

/** What distinguishes one state of a file from another, without reading it. */
export interface FileIdentity {
  size: number
  mtimeNs: bigint
  ctimeNs: bigint
  ino: bigint
}

/** What is known of a file, as long as nothing about it changes. */
export interface Remembered {
  /** Root hash of its content. */
  hash?: string | undefined
  /** The version of an object that it was made from, where that object's hash is not that of its content. */
  from?: string | undefined
}

/** What an earlier sync wrote down about a file. */
export interface StateRecord extends Remembered {
  path: string
  /** The file's identity, as it is written. */
  identity: string
  /** All of it, as it is written. */
  line: string
  /** Its place in the state, if it is from there. */
  index: number | undefined
}

/** A file of a directory. */
export interface LocalFile extends FileIdentity {
  kind: 'file'
  /** Relative to the directory, with `/` between its parts. */
  path: string
  /** Where it really is; differs from `path` where links are followed. */
  real: string
  /** What an earlier sync found out about it, when it was just what it is now. */
  known?: StateRecord | undefined
}

/** A directory of a directory. */
export interface LocalDirectory {
  kind: 'directory'
  path: string
  /** Whether it has nothing at all in it. */
  isEmpty: boolean
}

/** What takes no part: links that are not followed, devices, what is excluded or could not be looked at. */
interface LocalOther {
  kind: 'other'
  path: string
  isLink: boolean
}

export type LocalNode = LocalFile | LocalDirectory | LocalOther

export function identityOf(stats: BigIntStats): FileIdentity {
  return { size: Number(stats.size), mtimeNs: stats.mtimeNs, ctimeNs: stats.ctimeNs, ino: stats.ino }
}

/** What an open file is now. */
export async function lookAgain(handle: FileHandle): Promise<FileIdentity> {
  return identityOf(await handle.stat({ bigint: true }))
}

type ContentTime = Pick<FileIdentity, 'size' | 'mtimeNs'>

/** Whether the content may have changed from one look to the next. */
export function sameContentTime(a: ContentTime, b: ContentTime): boolean {
  return a.size === b.size && a.mtimeNs === b.mtimeNs
}

/** Whether it is the same file, and nothing about it has changed. */
export function sameIdentity(a: FileIdentity, b: FileIdentity): boolean {
  return sameContentTime(a, b) && a.ctimeNs === b.ctimeNs && a.ino === b.ino
}

/**
 * Whether content that is read from `readAt` on is surely what these times belong to. A change within the same tick of the file system's
 * clock would leave no trace: ticks are some milliseconds, or up to two seconds where times are whole seconds.
 */
export function isSettled(identity: FileIdentity, readAt: number): boolean {
  const coarse = identity.ctimeNs % 1_000_000_000n === 0n
  const newest = Math.max(Number(identity.ctimeNs / 1_000_000n), Number(identity.mtimeNs / 1_000_000n))
  return newest + (coarse ? 2_000 : 20) < readAt
}
