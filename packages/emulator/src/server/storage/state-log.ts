import type { RecordLine } from '../../base/records.ts'
import { type Files, joined } from './files.ts'
import { changeLines, headerLine, type LogHeader, linesOf, readHeader, readLine } from './log-format.ts'
import { StateError } from './state-error.ts'

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
    return { header: headerOf(files, fd, path), changes: () => changesOf(files, path, () => {}) }
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

  private constructor(files: Files, directory: string, header: LogHeader, fd: number) {
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
    for (const line of changeLines(changes)) draft.write(line)
    const log = new StateLog(files, directory, header, draft.publish())
    log.#size = draft.size
    return log
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
    yield* changesOf(this.#files, this.#path, (at) => {
      end = at
    })
    this.#size = end
    this.#files.ftruncateSync(this.#fd, end)
  }

  /**
   * Appends changes that hold together: all of them or none are there after a crash.
   * @returns the lines that they are
   * @throws the error of the file system (no space left, say): then nothing is appended
   */
  append(changes: Iterable<RecordLine>): Uint8Array[] {
    // What a failed attempt left would come before this.
    if (this.#brokenOff) this.#files.ftruncateSync(this.#fd, this.#size)
    this.#brokenOff = true
    let at = this.#size
    const lines = [...changeLines(changes)]
    for (const line of lines) at = writeAll(this.#files, this.#fd, line, at)
    this.#size = at
    this.#brokenOff = false
    return lines
  }

  /** Starts to write the log anew. */
  draft(): LogDraft {
    return new LogDraft(this.#files, this.#directory, this.#header)
  }

  /** Goes on with the log that was written anew. */
  replace(draft: LogDraft): void {
    const fd = draft.publish()
    this.#files.closeSync(this.#fd)
    this.#fd = fd
    this.#size = draft.size
    this.#brokenOff = false
  }

  close(): void {
    this.#files.closeSync(this.#fd)
  }
}

/** A log that is written beside the one in use, and takes its place. */
export class LogDraft {
  readonly #files: Files
  readonly #path: string
  readonly #fd: number
  size = 0

  constructor(files: Files, directory: string, header: LogHeader) {
    this.#files = files
    this.#path = joined(directory, NAME)
    this.#fd = files.openSync(`${this.#path}.new`, 'w+', 0o600)
    this.write(headerLine(header))
  }

  write(line: Uint8Array): void {
    this.size = writeAll(this.#files, this.#fd, line, this.size)
  }

  /** Puts it in its place. @returns the open file */
  publish(): number {
    this.#files.fsyncSync(this.#fd)
    this.#files.renameSync(`${this.#path}.new`, this.#path)
    return this.#fd
  }

  discard(): void {
    this.#files.closeSync(this.#fd)
    this.#files.rmSync(`${this.#path}.new`, { force: true })
  }
}

function headerOf(files: Files, fd: number, path: string): LogHeader {
  const bytes = new Uint8Array(4096)
  const length = files.readSync(fd, bytes, 0, bytes.length, 0)
  const [line = ''] = decoder.decode(bytes.subarray(0, length)).split('\n', 1)
  return readHeader(line, path)
}

/** `whole` is told up to where what counts was written whole. */
function* changesOf(files: Files, path: string, whole: (end: number) => void): Generator<RecordLine, void, undefined> {
  let held: RecordLine[] = []
  let isHeader = true
  for (const { line, start, end } of linesOf(piecesOf(files, path))) {
    if (isHeader) {
      isHeader = false
      whole(end)
      continue
    }
    const read = readLine(line)
    if (!read)
      throw new StateError(
        'damaged',
        `${path} is damaged: the checksum at byte ${start} does not match. Restore it from a copy, or start anew with another directory.`,
      )
    held.push(...read.changes)
    if (read.goesOn) continue
    yield* held
    held = []
    whole(end)
  }
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
