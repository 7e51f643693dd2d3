import type { BigIntStats } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'

/** What distinguishes one state of a file from another, without reading it. */
export interface FileIdentity {
  size: number
  mtimeNs: bigint
  ctimeNs: bigint
  ino: bigint
}

/** A file of a directory. */
export interface LocalFile extends FileIdentity {
  /** Relative to the directory, with `/` between its parts. */
  path: string
  /** Where it really is; differs from `path` where links are followed. */
  real: string
  /** Permission bits. */
  mode: number
}

export function identityOf(stats: BigIntStats): FileIdentity {
  return { size: Number(stats.size), mtimeNs: stats.mtimeNs, ctimeNs: stats.ctimeNs, ino: stats.ino }
}

/** What an open file is now. */
export async function lookAgain(handle: FileHandle): Promise<FileIdentity> {
  return identityOf(await handle.stat({ bigint: true }))
}

/** Whether the content may have changed from one look to the next. */
export function sameContentTime(a: FileIdentity, b: FileIdentity): boolean {
  return a.size === b.size && a.mtimeNs === b.mtimeNs
}

/** Whether it is the same file, and nothing about it has changed. */
export function sameIdentity(a: FileIdentity, b: FileIdentity): boolean {
  return sameContentTime(a, b) && a.ctimeNs === b.ctimeNs && a.ino === b.ino
}
