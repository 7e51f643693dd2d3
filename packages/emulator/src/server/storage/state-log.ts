import type { RecordLine } from '../../base/records.ts'
import { type Files, joined } from './files.ts'
import { Chain, changeLines, damaged, headerLine, isTorn, type LogHeader, linesOf, readHeader } from './log-format.ts'

const NAME = 'state.log'
const PIECE = 1 << 20
const decoder = new TextDecoder()

/** A log as it is on disk. */
export interface StoredLog {
  readonly header: LogHeader
  /** The changes that were written whole, in order. */
  changes(): Generator<RecordLine, void, undefined>
}

/** Does a directory hold a log? */
export function hasLog(files: Files, directory: string): boolean {
  return files.existsSync(joined(directory, NAME))
}

/** Opens a log to be read, and no more than that. @throws {StateError} not a state, another format, damaged (while it is read) */
export function readLog(files: Files, directory: string): StoredLog {
  const path = joined(directory, NAME)
  const fd = files.openSync(path, 'r')
  try {
    const header = headerOf(files, fd, path)
    return { header, changes: () => changesOf(files, path, header, () => {}) }
  } finally {
    files.closeSync(fd)
  }
}

/**
 * Everything that has changed, in the order in which it did: appended to as things change, and written anew from time to
 * time with nothing but what is there.
 */
export class StateLog {
  readonly #files: Files
  readonly #directory: string
  readonly #path: string
  #header: LogHeader
  #fd: number
  /** Bytes that count: what comes after them was not written whole. */
  #size = 0
  #brokenOff = false
  #chain: Chain

  private constructor(files: Files, directory: string, header: LogHeader, fd: number) {
    this.#chain = new Chain(header)
    this.#files = files
    this.#directory = directory
    this.#path = joined(directory, NAME)
    this.#header = header
    this.#fd = fd
  }

  /** A log that is there. Read all of `changes` before anything is appended. @throws {StateError} not a state, another format */
  static open(files: Files, directory: string): StateLog {
    const path = joined(directory, NAME)
    const fd = files.openSync(path, 'r+')
    try {
      return new StateLog(files, directory, headerOf(files, fd, path), fd)
    } catch (error) {
      files.closeSync(fd)
      throw error
    }
  }

  /** A log with these changes, in place of one that is there. The place is taken when all is on the disk. */
  static create(files: Files, directory: string, header: LogHeader, changes: Iterable<RecordLine>): StateLog {
    const draft = new LogDraft(files, directory, header)
    try {
      for (const content of changeLines(changes)) draft.write(content)
      const log = new StateLog(files, directory, header, draft.publish())
      log.#continue(draft)
      return log
    } catch (error) {
      draft.discard()
      throw error
    }
  }

  get header(): LogHeader {
    return this.#header
  }

  get size(): number {
    return this.#size
  }

  /** What is in the log. What was not written whole is cut off. @throws {StateError} if it is damaged */
  *changes(): Generator<RecordLine, void, undefined> {
    let end = 0
    yield* changesOf(this.#files, this.#path, this.#header, (at, chain) => {
      end = at
      this.#chain = chain
    })
    this.#size = end
    this.#files.ftruncateSync(this.#fd, end)
  }

  /**
   * Appends changes that hold together: all of them or none are there after a crash.
   * @returns the contents of the lines that they are
   * @throws the error of the file system (no space left, say): then nothing is appended
   */
  append(changes: Iterable<RecordLine>): Uint8Array[] {
    // What a failed attempt left would come before this.
    if (this.#brokenOff) this.#files.ftruncateSync(this.#fd, this.#size)
    this.#brokenOff = true
    let at = this.#size
    const chain = new Chain(this.#chain)
    const contents = [...changeLines(changes)]
    for (const content of contents) at = writeAll(this.#files, this.#fd, chain.seal(content), at)
    this.#chain = chain
    this.#size = at
    this.#brokenOff = false
    return contents
  }

  /** Starts to write the log anew. */
  draft(): LogDraft {
    return new LogDraft(this.#files, this.#directory, this.#header)
  }

  /** Goes on with the log that was written anew. */
  replace(draft: LogDraft): void {
    const before = this.#fd
    this.#fd = draft.publish()
    this.#continue(draft)
    this.#brokenOff = false
    ignoreErrors(() => this.#files.closeSync(before))
  }

  #continue(draft: LogDraft): void {
    this.#size = draft.size
    this.#chain = draft.chain
  }

  close(): void {
    ignoreErrors(() => this.#files.closeSync(this.#fd))
  }
}

/** A log that is written beside the one in use, and takes its place. */
export class LogDraft {
  readonly #files: Files
  readonly #path: string
  readonly #fd: number
  readonly chain: Chain
  size = 0

  constructor(files: Files, directory: string, header: LogHeader) {
    this.#files = files
    this.#path = joined(directory, NAME)
    this.#fd = files.openSync(`${this.#path}.new`, 'w+', 0o600)
    this.chain = new Chain(header)
    try {
      this.#write(headerLine(header))
    } catch (error) {
      this.discard()
      throw error
    }
  }

  write(content: Uint8Array): void {
    this.#write(this.chain.seal(content))
  }

  #write(line: Uint8Array): void {
    this.size = writeAll(this.#files, this.#fd, line, this.size)
  }

  /** Puts it in its place. @returns the open file */
  publish(): number {
    this.#files.fsyncSync(this.#fd)
    this.#files.renameSync(`${this.#path}.new`, this.#path)
    return this.#fd
  }

  discard(): void {
    ignoreErrors(() => this.#files.closeSync(this.#fd))
    ignoreErrors(() => this.#files.rmSync(`${this.#path}.new`, { force: true }))
  }
}

function headerOf(files: Files, fd: number, path: string): LogHeader {
  const bytes = new Uint8Array(4096)
  const length = files.readSync(fd, bytes, 0, bytes.length, 0)
  const [line = ''] = decoder.decode(bytes.subarray(0, length)).split('\n', 1)
  return readHeader(line, path)
}

/**
 * What was not written whole at the end is left out. The cloud as it was when the log was begun is there whole, or the log would not be: it
 * got its name after that.
 * @param counts told up to where changes are whole
 * @throws {StateError} damaged
 */
function* changesOf(
  files: Files,
  path: string,
  header: LogHeader,
  counts: (end: number, chain: Chain) => void,
): Generator<RecordLine, void, undefined> {
  const chain = new Chain(header)
  let held: RecordLine[] = []
  let good = 0
  let isCloud = false
  for (const { line, end, whole } of linesOf(piecesOf(files, path))) {
    if (good > 0) {
      if (!whole && isCloud && isTorn(line)) return
      const read = whole ? chain.open(line) : undefined
      if (!read) throw damaged(path, good, isCloud)
      held.push(...read.changes)
      if (read.goesOn) continue
      isCloud = true
      yield* held
      held = []
    } else if (!whole) throw damaged(path, 0, false)
    good = end
    counts(end, new Chain(chain))
  }
  if (!isCloud) throw damaged(path, good, false)
}

function* piecesOf(files: Files, path: string): Generator<Uint8Array, void, undefined> {
  const fd = files.openSync(path, 'r')
  try {
    for (let at = 0; ; ) {
      const piece = new Uint8Array(PIECE)
      const length = files.readSync(fd, piece, 0, PIECE, at)
      if (length === 0) return
      at += length
      yield piece.subarray(0, length)
    }
  } finally {
    files.closeSync(fd)
  }
}

/** @returns where the bytes end */
function writeAll(files: Files, fd: number, bytes: Uint8Array, position: number): number {
  for (let at = 0; at < bytes.length; ) at += files.writeSync(fd, bytes, at, bytes.length - at, position + at)
  return position + bytes.length
}

/** For what nothing depends on: whatever it says, the work is done. */
function ignoreErrors(run: () => void): void {
  try {
    run()
  } catch {}
}
