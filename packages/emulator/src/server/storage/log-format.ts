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
const FORMAT = 1

/** About so many bytes in a line. */
const LINE = 1 << 20

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** `kamaki-emulator state 1 {"blockSize":4194304,"blocks":"blocks-1"}` */
export function headerLine(header: LogHeader): Uint8Array {
  return encoder.encode(`${MAGIC} ${FORMAT} ${JSON.stringify(header)}\n`)
}

/** @throws {StateError} for a file of another kind or format */
export function readHeader(line: string, path: string): LogHeader {
  const found = /^kamaki-emulator state (\d+) (\{.*\})$/.exec(line)
  if (!found) throw new StateError('not-a-state', `${path} is not a state of @kamaki/emulator. Use another directory.`)
  checkFormat(Number(found[1]), FORMAT, path)
  return JSON.parse(found[2] ?? '') as LogHeader
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
 * Changes that hold together, as lines: checksum, `+` if the next line belongs to them as well, and JSON. They count once
 * the last of them is complete.
 */
export function* changeLines(lines: Iterable<RecordLine>): Generator<Uint8Array, void, undefined> {
  let texts: string[] = []
  let size = 0
  for (const line of lines) {
    if (size >= LINE) {
      yield checkedLine(texts, '+')
      texts = []
      size = 0
    }
    const [kind, key, content] = line
    const text = JSON.stringify(content === undefined ? [kind, key] : [kind, key, content])
    texts.push(text)
    size += text.length
  }
  if (texts.length > 0) yield checkedLine(texts, ' ')
}

function checkedLine(texts: readonly string[], mark: '+' | ' '): Uint8Array {
  const content = encoder.encode(`${mark}[${texts.join(',')}]`)
  const line = new Uint8Array(8 + content.length + 1)
  line.set(encoder.encode(crc32(content)))
  line.set(content, 8)
  line[line.length - 1] = NEWLINE
  return line
}

const NEWLINE = 0x0a

/** The changes in a line; undefined if its checksum does not match. */
export function readLine(line: Uint8Array): { changes: RecordLine[]; goesOn: boolean } | undefined {
  const content = line.subarray(8)
  if (line.length < 10 || decoder.decode(line.subarray(0, 8)) !== crc32(content)) return undefined
  const text = decoder.decode(content)
  return { changes: JSON.parse(text.slice(1)) as RecordLine[], goesOn: text.startsWith('+') }
}

/** Cuts bytes that come in pieces into lines, each with the offset where it begins; the rest without an end is left out. */
export function* linesOf(
  pieces: Iterable<Uint8Array>,
): Generator<{ line: Uint8Array; start: number; end: number }, void, undefined> {
  let rest: Uint8Array = new Uint8Array(0)
  let start = 0
  for (const piece of pieces) {
    const bytes = new Uint8Array(rest.length + piece.length)
    bytes.set(rest)
    bytes.set(piece, rest.length)
    let from = 0
    for (let at = bytes.indexOf(NEWLINE, rest.length); at >= 0; at = bytes.indexOf(NEWLINE, from)) {
      yield { line: bytes.subarray(from, at), start: start + from, end: start + at + 1 }
      from = at + 1
    }
    rest = bytes.subarray(from)
    start += from
  }
}
