import type { BlockStore } from '../../base/blocks.ts'
import type { RecordLine } from '../../base/records.ts'
import { blockHash } from '../../pithos/hash.ts'
import { checkFormat } from './log-format.ts'
import { blocksOf } from './needed-blocks.ts'
import { StateError } from './state-error.ts'

const NAME = 'kamaki-emulator-fixture'
/** Goes up when an older version could not read what this one writes, or the other way round. */
const FORMAT = 1

/** How the content of a block is written: as a string, if it is one. */
type BlockText = { readonly text: string } | { readonly base64: string }

/** A cloud in one file. */
export interface Fixture {
  readonly blockSize: number
  readonly lines: readonly RecordLine[]
  readonly blocks: ReadonlyMap<string, Uint8Array>
}

/**
 * All of a cloud as JSON: a record a line, in an order that does not depend on how the cloud came to be so, that versions of
 * the file can be compared. Blocks are in it as far as objects need them.
 * @throws {StateError} if a block is missing or damaged
 */
export async function fixtureText(blockSize: number, lines: Iterable<RecordLine>, blocks: BlockStore): Promise<string> {
  const kinds = new Map<string, [key: string, content: unknown][]>()
  const hashes = new Set<string>()
  for (const line of lines) {
    const [kind, key, content] = line
    if (content === undefined) continue
    for (const hash of blocksOf(line)) hashes.add(hash)
    const entries = kinds.get(kind)
    if (entries) entries.push([key, content])
    else kinds.set(kind, [[key, content]])
  }
  const records = sorted(kinds).map(([kind, entries]) => {
    const texts = sorted(entries).map(([key, content]) => `      ${JSON.stringify(key)}: ${canonicalJson(content)}`)
    return `    ${JSON.stringify(kind)}: {\n${texts.join(',\n')}\n    }`
  })
  const contents: string[] = []
  for (const hash of [...hashes].sort()) {
    const block = await blocks.get(hash)
    if (!block || (await blockHash(block)) !== hash)
      throw new StateError(
        'damaged',
        `Block ${hash} of an object is ${block ? 'damaged: its content does not have that hash' : 'missing'}. ` +
          'Upload the objects that have it again, or delete them with their versions.',
      )
    contents.push(`    ${JSON.stringify(hash)}: ${JSON.stringify(blockText(block))}`)
  }
  return [
    '{',
    `  ${JSON.stringify(NAME)}: ${FORMAT},`,
    `  "blockSize": ${blockSize},`,
    '  "records": {',
    records.join(',\n'),
    '  },',
    '  "blocks": {',
    ...(contents.length > 0 ? [contents.join(',\n')] : []),
    '  }',
    '}',
    '',
  ].join('\n')
}

/**
 * Reads what `fixtureText` wrote.
 * @param name how messages call it
 * @throws {StateError} not an exported state, another format, damaged
 */
export async function readFixture(fixture: unknown, name: string): Promise<Fixture> {
  const notOne = (problem: string) =>
    new StateError('not-a-state', `${name} is not an exported state of @kamaki/emulator: ${problem}.`)
  let value: unknown = fixture
  if (typeof fixture === 'string') {
    try {
      value = JSON.parse(fixture)
    } catch (error) {
      throw notOne(`it is not valid JSON (${(error as Error).message})`)
    }
  }
  if (!isRecord(value) || typeof value[NAME] !== 'number') throw notOne(`the field "${NAME}" is missing`)
  checkFormat(value[NAME], FORMAT, name)
  const { blockSize, records, blocks } = value
  if (typeof blockSize !== 'number' || !isRecord(records) || !isRecord(blocks))
    throw notOne('"blockSize", "records" or "blocks" is missing')
  const lines: RecordLine[] = []
  for (const [kind, entries] of Object.entries(records)) {
    if (!isRecord(entries)) throw notOne(`"records.${kind}" is not an object`)
    for (const [key, content] of Object.entries(entries)) lines.push([kind, key, content])
  }
  const contents = new Map<string, Uint8Array>()
  const lost = lines.flatMap(blocksOf).find((hash) => !Object.hasOwn(blocks, hash))
  if (lost !== undefined)
    throw new StateError('damaged', `${name} is damaged: block ${lost}, which an object needs, is not in it.`)
  for (const [hash, content] of Object.entries(blocks)) {
    const block = blockBytes(content)
    if (!block) throw notOne(`the content of block ${hash} is missing`)
    if ((await blockHash(block)) !== hash)
      throw new StateError('damaged', `${name} is damaged: the content of block ${hash} does not have that hash.`)
    contents.set(hash, block)
  }
  return { blockSize, lines, blocks: contents }
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

function blockText(block: Uint8Array): BlockText {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(block)
    // What an editor might change or hide goes as base64.
    if (!/[\0-\x08\x0b-\x1f\x7f-\x9f\ufeff]/.test(text)) return { text }
  } catch {
    // It is not UTF-8.
  }
  let binary = ''
  for (const byte of block) binary += String.fromCharCode(byte)
  return { base64: btoa(binary) }
}

function blockBytes(content: unknown): Uint8Array | undefined {
  if (!isRecord(content)) return undefined
  const { text, base64 } = content
  if (typeof text === 'string') return new TextEncoder().encode(text)
  if (typeof base64 !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) return undefined
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
