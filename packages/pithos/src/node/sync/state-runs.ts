import { constants } from 'node:fs'
import { access, type FileHandle, open, readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { TransferError } from '@kamaki/core'
import { isAbsent, withFileErrors } from '../files/file-error.ts'
import { readFully } from '../files/file-source.ts'
import { makeDirectory } from '../files/make-directory.ts'
import { isGone, newOwner, releaseOwner } from '../files/part-owner.ts'
import { describeKind, lookAt, type OpenFile, openRegular } from '../files/regular-file.ts'
import type { FileIdentity, Remembered, StateRecord } from './local-file.ts'

// What is remembered of files is kept as lines, in the order in which a tree is walked. So a sync reads it beside the tree, and writes it
// anew, without ever having more than a piece of it in memory. A sync that was killed leaves the beginning of such a file beside it.

/** What each of them begins with. */
export const stateMark = 'kamaki sync '

/** A file's identity as it is written. */
export function identityText({ size, mtimeNs, ctimeNs, ino }: FileIdentity): string {
  return `${size} ${mtimeNs} ${ctimeNs} ${ino}`
}

// Neither may break a line up.
const hashPattern = /^[0-9a-f]{8,128}$/
const markPattern = /^[\w:.-]{1,200}$/

/** A line: root hash, version mark, and identity of a file, then its path. Undefined for what cannot be written so. */
export function stateLine(path: string, identity: FileIdentity, { hash, from }: Remembered): string | undefined {
  const isPlain = (text: string | undefined, pattern: RegExp): boolean => text === undefined || pattern.test(text)
  if (/[\n\0]/.test(path) || !isPlain(hash, hashPattern) || !isPlain(from, markPattern)) return undefined
  return `${hash ?? '-'} ${from ?? '-'} ${identityText(identity)} ${path}`
}

function readLine(line: string, index: number | undefined): StateRecord | undefined {
  const ends: number[] = []
  for (let at = line.indexOf(' '); at !== -1 && ends.length < 6; at = line.indexOf(' ', at + 1)) ends.push(at)
  const [hashEnd = 0, fromEnd = 0, , , , identityEnd] = ends
  if (identityEnd === undefined || identityEnd + 1 === line.length) return undefined
  const hash = line.slice(0, hashEnd)
  const from = line.slice(hashEnd + 1, fromEnd)
  if (hash !== '-' && !hashPattern.test(hash)) return undefined
  return {
    path: line.slice(identityEnd + 1),
    identity: line.slice(fromEnd + 1, identityEnd),
    line,
    index,
    ...(hash === '-' ? {} : { hash }),
    ...(from === '-' ? {} : { from }),
  }
}

/** Bytes to read at a time. */
const piece = 131_072

/** Reads a file of records from its start to its end, or to the first thing in it that is none. */
export class RunReader {
  readonly #open: OpenFile
  readonly #compare: (a: string, b: string) => number
  readonly #buffer = Buffer.allocUnsafe(piece)
  #position = 0
  #rest: Buffer = Buffer.alloc(0)
  #lines: string[] = []
  #next = 0
  #isOver = false
  readonly #isNumbered: boolean
  /** Records so far. */
  count = 0
  /** The record that comes next; undefined if more has to be read first, or at the end. */
  record: StateRecord | undefined

  private constructor(open: OpenFile, compare: (a: string, b: string) => number, isNumbered: boolean) {
    this.#open = open
    this.#compare = compare
    this.#isNumbered = isNumbered
  }

  /** Undefined if the file is not there, not this user's, or does not begin with this line. */
  static async open(
    file: string,
    header: string,
    compare: (a: string, b: string) => number,
    isNumbered: boolean = false,
  ): Promise<RunReader | undefined> {
    let open: OpenFile | undefined
    try {
      open = await openRegular(file, { follow: true })
      // Wrong hashes would keep files from being synchronised: those of another user are not trusted.
      const isOurs = open.stats.uid === BigInt(process.geteuid?.() ?? open.stats.uid)
      const reader = new RunReader(open, compare, isNumbered)
      if (isOurs && (await reader.#fill()) && reader.#lines[0] === header) {
        reader.#next = 1
        await reader.advance()
        return reader
      }
    } catch {
      // As good as nothing.
    }
    await open?.handle.close().catch(() => undefined)
    return undefined
  }

  /** Goes on to the next record, without a promise where that has been read already. */
  advance(): Promise<void> | undefined {
    const line = this.#lines[this.#next]
    if (line === undefined) return this.#isOver ? this.#end() : this.#fill().then(() => this.advance())
    this.#next += 1
    const record = readLine(line, this.#isNumbered ? this.count : undefined)
    const isNext =
      record !== undefined && (this.record === undefined || this.#compare(this.record.path, record.path) <= 0)
    if (!isNext) return this.#end()
    this.record = record
    this.count += 1
    return undefined
  }

  #end(): undefined {
    this.#isOver = true
    this.#lines = []
    this.#rest = Buffer.alloc(0)
    this.record = undefined
  }

  /** Reads on, until there are whole lines. Returns whether there are any. */
  async #fill(): Promise<boolean> {
    for (;;) {
      const { bytesRead } = await this.#open.handle
        .read(this.#buffer, 0, piece, this.#position)
        .catch(() => ({ bytesRead: 0 }))
      if (bytesRead === 0) {
        this.#isOver = true
        return false
      }
      this.#position += bytesRead
      const bytes = Buffer.concat([this.#rest, this.#buffer.subarray(0, bytesRead)])
      const end = bytes.lastIndexOf(0x0a)
      this.#rest = bytes.subarray(end + 1)
      if (end === -1) continue
      this.#lines = bytes.toString('utf8', 0, end).split('\n')
      this.#next = 0
      return true
    }
  }

  async close(): Promise<void> {
    await this.#open.handle.close().catch(() => undefined)
  }
}

const suffix = /^\.([0-9a-z-]+)\.run$/i

/** Where one that writes a state puts it until it is complete. */
export function runPath(file: string, owner: string): string {
  return `${file}.${owner}.run`
}

/** What syncs left that did not come to their end. */
export async function findRuns(file: string): Promise<string[]> {
  const names = await readdir(dirname(file)).catch(() => [] as string[])
  const runs: string[] = []
  for (const name of names) {
    const owner = name.startsWith(basename(file)) ? suffix.exec(name.slice(basename(file).length))?.[1] : undefined
    const path = join(dirname(file), name)
    const stats = owner === undefined ? undefined : await lookAt(path).catch(() => undefined)
    if (owner !== undefined && stats?.isFile() === true && isGone(owner, Number(stats.mtimeMs))) runs.push(path)
  }
  return runs
}

/** Removes files that are nobody's any more. */
export async function removeRuns(paths: readonly string[]): Promise<void> {
  for (const path of paths) await rm(path, { force: true }).catch(() => undefined)
}

/** @throws {TransferError} if something else than a file has the name of the state. */
export async function requireStateFile(file: string): Promise<void> {
  const present = await lookAt(file).catch(() => undefined)
  if (present === undefined || present.isFile() || present.isSymbolicLink()) return
  throw new TransferError(`The state '${file}' is ${describeKind(present)}. Name a file, or pass state: false`)
}

/**
 * Checks a state that the caller has named: it would be overwritten, or silently not kept. A dry run creates nothing that stays.
 *
 * @throws {TransferError} if there is a file that is not the state of a sync, or no file can be created there.
 */
export async function requireNamedState(file: string, isDryRun: boolean): Promise<void> {
  await requireStateFile(file)
  await withFileErrors('write', file, async () => {
    const content = await startOf(file)
    if (content !== '' && !content.startsWith(stateMark))
      throw new TransferError(`The state '${file}' is a file of something else. Name another one, or pass state: false`)
    if (!isDryRun) await makeDirectory(dirname(file), 0o700)
    await requireRoom(file)
  })
}

/** What a file begins with; nothing, if it is not there. */
async function startOf(file: string): Promise<string> {
  let handle: FileHandle | undefined
  try {
    ;({ handle } = await openRegular(file, { follow: true }))
    return Buffer.from(await readFully(handle, 0, stateMark.length)).toString()
  } catch (error) {
    // What is not followed is replaced.
    if (isAbsent(error) || (TransferError.isInstance(error) && (await lookAt(file))?.isSymbolicLink())) return ''
    throw error
  } finally {
    await handle?.close()
  }
}

/** Creates a file beside it, and removes it. Directories that do not exist yet are not created for that. */
async function requireRoom(file: string): Promise<void> {
  const owner = newOwner()
  const path = runPath(file, owner)
  try {
    await (await open(path, 'wx', 0o600)).close()
  } catch (error) {
    const parent = dirname(file)
    if (!isAbsent(error) || (await lookAt(parent)) !== undefined) throw error
    await requireParent(parent)
  } finally {
    releaseOwner(owner)
    await removeRuns([path])
  }
}

/** The nearest directory that exists must be one that can be written to. */
async function requireParent(directory: string): Promise<void> {
  const parent = dirname(directory)
  const present = await lookAt(parent)
  if (present === undefined && parent !== directory) return requireParent(parent)
  await access(parent, constants.W_OK | constants.X_OK)
}
