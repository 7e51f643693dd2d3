import type { RecordLine } from '../../base/records.ts'
import { crc32 } from './crc32.ts'
import { StateError } from './state-error.ts'

/** What the first line of a log says. */
export interface LogHeader {
  readonly blockSize: number
  /** Name of the directory with the blocks. */
  readonly blocks: string
}

const MAGIC = 'kamaki-emulator state'
/** Goes up when an older version could not read what this one writes, or the other way round. */
const FORMAT = 2

/** About so many bytes in a line. */
const LINE = 1 << 20

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** `kamaki-emulator state 2 {"blockSize":4194304,"blocks":"blocks-1"}` */
export function headerLine(header: LogHeader): Uint8Array {
  return encoder.encode(`${MAGIC} ${FORMAT} ${JSON.stringify(header)}\n`)
}

/** @throws {StateError} for a file of another kind or format */
export function readHeader(line: string, path: string): LogHeader {
  const found = /^kamaki-emulator state (\d+) (.*)$/.exec(line)
  if (!found) throw new StateError('not-a-state', `${path} is not a state of @kamaki/emulator. Use another directory.`)
  checkFormat(Number(found[1]), FORMAT, path)
  try {
    const { blockSize, blocks } = JSON.parse(found[2] ?? '') as Partial<LogHeader>
    if (Number.isSafeInteger(blockSize) && /^blocks-\d+$/.test(String(blocks)))
      return { blockSize, blocks } as LogHeader
  } catch {
    // It is damaged, whatever JSON.parse says.
  }
  throw damaged(path, 0, false)
}

/** @throws {StateError} for a format other than the known one */
export function checkFormat(format: number, known: number, path: string): void {
  if (format === known) return
  throw new StateError(
    'format',
    `${path} has format ${format}, and this version of @kamaki/emulator reads and writes format ${known}. ` +
      `${format > known ? 'Install a newer version' : 'Install the version that wrote it'}, or start anew with another directory.`,
  )
}

/**
 * @param good how many bytes can be read
 * @param isCloud whether these are a cloud
 */
export function damaged(path: string, good: number, isCloud: boolean): StateError {
  const cut = isCloud ? `, go on with what is before that (truncate -s ${good} '${path}')` : ''
  return new StateError(
    'damaged',
    `${path} is damaged at byte ${good}: what follows was changed, or something is missing or there twice. ` +
      `Restore the directory from a copy${cut}, or start anew with another directory.`,
  )
}

/** Changes that hold together, as contents of lines: `+` if the next line belongs to them as well, and JSON. They count once the last of them is complete. */
export function* changeLines(lines: Iterable<RecordLine>): Generator<Uint8Array, void, undefined> {
  let texts: string[] = []
  let size = 0
  for (const line of lines) {
    if (size >= LINE) {
      yield encoder.encode(`+[${texts.join(',')}]`)
      texts = []
      size = 0
    }
    const [kind, key, content] = line
    const text = JSON.stringify(content === undefined ? [kind, key] : [kind, key, content])
    texts.push(text)
    size += text.length
  }
  if (texts.length > 0) yield encoder.encode(` [${texts.join(',')}]`)
}

const NEWLINE = 0x0a
const SUM = 8

/** The checksum of a log up to a line. Each line has it, so that one that is missing, twice there or elsewhere is noticed. */
export class Chain {
  #sum: number

  constructor(header: LogHeader | Chain) {
    this.#sum = header instanceof Chain ? header.#sum : crc32(headerLine(header), 0)
  }

  /** The next line. */
  seal(content: Uint8Array): Uint8Array {
    const line = new Uint8Array(SUM + content.length + 1)
    line.set(encoder.encode(this.#next(content)))
    line.set(content, SUM)
    line[line.length - 1] = NEWLINE
    return line
  }

  /** The changes in the next line; undefined if its checksum does not match. */
  open(line: Uint8Array): { changes: RecordLine[]; goesOn: boolean } | undefined {
    const content = line.subarray(SUM)
    if (decoder.decode(line.subarray(0, SUM)) !== this.#next(content)) return undefined
    const text = decoder.decode(content)
    return { changes: JSON.parse(text.slice(1)) as RecordLine[], goesOn: text.startsWith('+') }
  }

  #next(content: Uint8Array): string {
    this.#sum = crc32(content, this.#sum)
    return this.#sum.toString(16).padStart(SUM, '0')
  }
}

/** Can this be the beginning of a line that was not written to its end? After a crash of the machine zero bytes may stand for it. */
export function isTorn(rest: Uint8Array): boolean {
  const begin = decoder.decode(rest.subarray(0, SUM + 2)).replace(/\0+$/, '')
  return /^(?:[0-9a-f]{0,8}|[0-9a-f]{8}[+ ]\[?)$/.test(begin)
}

/** Cuts bytes that come in pieces into lines, each with the offset where it ends. The last one may not be `whole`. */
export function* linesOf(
  pieces: Iterable<Uint8Array>,
): Generator<{ line: Uint8Array; end: number; whole: boolean }, void, undefined> {
  let rest: Uint8Array = new Uint8Array(0)
  let start = 0
  for (const piece of pieces) {
    const bytes = new Uint8Array(rest.length + piece.length)
    bytes.set(rest)
    bytes.set(piece, rest.length)
    let from = 0
    for (let at = bytes.indexOf(NEWLINE, rest.length); at >= 0; at = bytes.indexOf(NEWLINE, from)) {
      yield { line: bytes.subarray(from, at), end: start + at + 1, whole: true }
      from = at + 1
    }
    rest = bytes.subarray(from)
    start += from
  }
  if (rest.length > 0) yield { line: rest, end: start + rest.length, whole: false }
}
