import type { BlockStore } from '../../base/blocks.ts'
import type { RecordLine } from '../../base/records.ts'
import { blockHash } from '../../pithos/hash.ts'
import { blockJson, FIXTURE_FORMAT, FIXTURE_NAME, isRecord } from './fixture.ts'
import { blocksOf } from './needed-blocks.ts'
import { StateError } from './state-error.ts'

/** About so many bytes in a piece. */
const PIECE = 1 << 16
/** So many characters a string of V8 can hold. */
const LONGEST = 2 ** 29 - 24

const encoder = new TextEncoder()

/**
 * All of a cloud as JSON: a record a line, in an order that does not depend on how the cloud came to be so, that versions of
 * the file can be compared. Blocks are in it as far as objects need them, and are read one by one as pieces are asked for; the records are
 * taken down at once, so that the cloud may go on meanwhile.
 * @throws {StateError} if a block is missing or damaged
 */
export function fixturePieces(
  blockSize: number,
  lines: Iterable<RecordLine>,
  blocks: BlockStore,
): AsyncGenerator<Uint8Array, void, undefined> {
  const kinds = new Map<string, [key: string, text: string][]>()
  const hashes = new Set<string>()
  for (const line of lines) {
    const [kind, key, content] = line
    if (content === undefined) continue
    for (const hash of blocksOf(line)) hashes.add(hash)
    const entries = kinds.get(kind)
    const entry: [string, string] = [key, canonicalJson(content)]
    if (entries) entries.push(entry)
    else kinds.set(kind, [entry])
  }
  return inPieces(textsOf(blockSize, kinds, hashes, blocks))
}

/** The same as one string. @throws {StateError} if a block is missing or damaged, or no string can be so long */
export async function fixtureText(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder()
  const texts: string[] = []
  let length = 0
  for await (const piece of pieces) {
    const text = decoder.decode(piece)
    length += text.length
    if (length > LONGEST)
      throw new StateError(
        'too-large',
        'The cloud is too large for one string. Use emulator.exportPieces(), or the command: kamaki-emulator export FILE --state DIR.',
      )
    texts.push(text)
  }
  return texts.join('')
}

async function* textsOf(
  blockSize: number,
  kinds: ReadonlyMap<string, [key: string, text: string][]>,
  hashes: ReadonlySet<string>,
  blocks: BlockStore,
): AsyncGenerator<string, void, undefined> {
  yield `{\n  ${JSON.stringify(FIXTURE_NAME)}: ${FIXTURE_FORMAT},\n  "blockSize": ${blockSize},\n  "records": {\n`
  let next = ''
  for (const [kind, entries] of sorted(kinds)) {
    yield `${next}    ${JSON.stringify(kind)}: {\n`
    next = ''
    for (const [key, text] of sorted(entries)) {
      yield `${next}      ${JSON.stringify(key)}: ${text}`
      next = ',\n'
    }
    yield '\n    }'
    next = ',\n'
  }
  yield '\n  },\n  "blocks": {\n'
  next = ''
  for (const hash of [...hashes].sort()) {
    const block = await blocks.get(hash)
    if (!block || (await blockHash(block)) !== hash)
      throw new StateError(
        'damaged',
        `Block ${hash} of an object is ${block ? 'damaged: its content does not have that hash' : 'missing'}. ` +
          'Upload the objects that have it again, or delete them with their versions.',
      )
    yield `${next}    ${JSON.stringify(hash)}: ${blockJson(block)}`
    next = ',\n'
  }
  yield `${next === '' ? '' : '\n'}  }\n}\n`
}

/** Puts short strings together, so that each of the pieces is worth a trip. */
async function* inPieces(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array, void, undefined> {
  let short: string[] = []
  let length = 0
  for await (const text of texts) {
    short.push(text)
    length += text.length
    if (length < PIECE) continue
    yield encoder.encode(short.join(''))
    short = []
    length = 0
  }
  if (length > 0) yield encoder.encode(short.join(''))
}

/** Keys that are numbers by their value, others by their characters. */
function sorted<T>(entries: Iterable<[string, T]>): [string, T][] {
  const rank = (key: string) => (/^\d+$/.test(key) ? key.padStart(20, '0') : key)
  return [...entries].sort(([a], [b]) => (rank(a) < rank(b) ? -1 : 1))
}

/** JSON with the fields of objects in order. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (!isRecord(value)) return JSON.stringify(value)
  const fields = Object.entries(value).filter(([, content]) => content !== undefined)
  return `{${sorted(fields)
    .map(([name, content]) => `${JSON.stringify(name)}:${canonicalJson(content)}`)
    .join(',')}}`
}
