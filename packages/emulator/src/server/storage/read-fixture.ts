import type { RecordLine } from '../../base/records.ts'
import { blockHash } from '../../pithos/hash.ts'
import { blockBytes, FIXTURE_FORMAT, FIXTURE_NAME, type Fixture, isRecord } from './fixture.ts'
import { JsonReader } from './json-reader.ts'
import { checkFormat } from './log-format.ts'
import { blocksOf } from './needed-blocks.ts'
import { StateError } from './state-error.ts'

/** A piece of an exported state. Fields that it does not know are left out. */
type Part =
  | readonly [kind: 'format' | 'blockSize', value: unknown]
  | readonly [kind: 'records' | 'blocks']
  | readonly [kind: 'record', line: RecordLine]
  | readonly [kind: 'block', hash: string, content: unknown]

/**
 * Reads an exported state: a string, what `JSON.parse` makes of it, or its bytes in pieces, of which a block at a time is in memory.
 * @param name how messages call it
 * @param put takes a block, whose hash is right
 * @throws {StateError} not an exported state, another format, damaged
 */
export async function readFixture(
  exported: unknown,
  name: string,
  put: (hash: string, block: Uint8Array) => Promise<void>,
): Promise<Fixture> {
  const notOne = (problem: string) =>
    new StateError('not-a-state', `${name} is not an exported state of @kamaki/emulator: ${problem}.`)
  const seen = new Set<Part[0]>()
  const lines: RecordLine[] = []
  const hashes = new Set<string>()
  let blockSize: unknown
  let writing = Promise.resolve()
  try {
    for await (const part of partsOf(exported)) {
      seen.add(part[0])
      switch (part[0]) {
        case 'format':
          if (typeof part[1] !== 'number') throw notOne(`the field "${FIXTURE_NAME}" is missing`)
          checkFormat(part[1], FIXTURE_FORMAT, name)
          break
        case 'blockSize':
          blockSize = part[1]
          break
        case 'record':
          lines.push(part[1])
          break
        case 'block': {
          const [, hash, content] = part
          const block = blockBytes(content)
          if (!block) throw notOne(`the content of block ${hash} is missing`)
          if ((await blockHash(block)) !== hash)
            throw new StateError('damaged', `${name} is damaged: the content of block ${hash} does not have that hash.`)
          hashes.add(hash)
          // One is written while the next one is read.
          await writing
          writing = put(hash, block)
          writing.catch(() => {})
        }
      }
    }
    await writing
  } catch (error) {
    // Nothing is written any more once it has failed.
    await Promise.allSettled([writing])
    throw error instanceof NotJson ? notOne(error.message) : error
  }
  if (!seen.has('format')) throw notOne(`the field "${FIXTURE_NAME}" is missing`)
  if (typeof blockSize !== 'number' || !seen.has('records') || !seen.has('blocks'))
    throw notOne('"blockSize", "records" or "blocks" is missing')
  const lost = lines.flatMap(blocksOf).find((hash) => !hashes.has(hash))
  if (lost !== undefined)
    throw new StateError('damaged', `${name} is damaged: block ${lost}, which an object needs, is not in it.`)
  return { blockSize, lines }
}

/** What is wrong with the JSON. */
class NotJson extends Error {}

function isPieces(value: unknown): value is AsyncIterable<Uint8Array> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}

async function* partsOf(exported: unknown): AsyncGenerator<Part, void, undefined> {
  if (!isPieces(exported)) {
    yield* partsOfValue(typeof exported === 'string' ? parsed(exported) : exported)
    return
  }
  const reader = new JsonReader(exported)
  try {
    yield* partsOfJson(reader)
    await reader.end()
  } catch (error) {
    throw notJson(error)
  } finally {
    await reader.close()
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw notJson(error)
  }
}

function notJson(error: unknown): unknown {
  return error instanceof SyntaxError ? new NotJson(`it is not valid JSON (${error.message})`) : error
}

function* partsOfValue(value: unknown): Generator<Part, void, undefined> {
  if (!isRecord(value)) return
  const { [FIXTURE_NAME]: format, blockSize, records, blocks } = value
  yield ['format', format]
  yield ['blockSize', blockSize]
  if (isRecord(records)) {
    yield ['records']
    for (const [kind, entries] of Object.entries(records)) {
      if (!isRecord(entries)) throw notAnObject(kind)
      for (const [key, content] of Object.entries(entries)) yield ['record', [kind, key, content]]
    }
  }
  if (!isRecord(blocks)) return
  yield ['blocks']
  for (const [hash, content] of Object.entries(blocks)) yield ['block', hash, content]
}

async function* partsOfJson(reader: JsonReader): AsyncGenerator<Part, void, undefined> {
  if (!(await reader.isObject())) {
    await reader.value()
    return
  }
  for await (const field of reader.members()) {
    if (field === FIXTURE_NAME) yield ['format', await reader.value()]
    else if (field === 'blockSize') yield ['blockSize', await reader.value()]
    else if (!(await reader.isObject())) await reader.value()
    else if (field === 'records') {
      yield ['records']
      for await (const kind of reader.members()) {
        if (!(await reader.isObject())) throw notAnObject(kind)
        for await (const key of reader.members()) yield ['record', [kind, key, await reader.value()]]
      }
    } else if (field === 'blocks') {
      yield ['blocks']
      for await (const hash of reader.members()) yield ['block', hash, await reader.value()]
    } else await reader.value()
  }
}

function notAnObject(kind: string): NotJson {
  return new NotJson(`"records.${kind}" is not an object`)
}
