import type { BlockStore } from '../base/blocks.ts'
import { rangeNotSatisfiable } from '../http/fault.ts'
import { HttpResponse } from '../http/response.ts'
import { parseHttpDate } from '../python/dates.ts'
import { type Content, readBlock, readRange } from './block-reader.ts'
import type { Context } from './context.ts'
import { describeObject, type ObjectFacts, setDisposition } from './object-description.ts'
import { fits, parseRange, type Range } from './ranges.ts'
import { setEncoded } from './response-headers.ts'

/**
 * The response with an object's data, or the ranges of it that were asked for.
 * @throws {Fault} 416
 */
export async function dataResponse(
  context: Context,
  contents: readonly Content[],
  facts: ObjectFacts,
  owner: string,
  restricted = false,
): Promise<HttpResponse> {
  const { call, cloud, store, headers, user } = context
  const size = contents.reduce((sum, content) => sum + content.size, 0)
  let ranges = parseRange(headers.get('HTTP_RANGE'), size)
  if (ranges && !ranges.every((range) => fits(range, size)))
    throw rangeNotSatisfiable('Requested range exceeds object limits')
  if (ranges && !ifRangeHolds(headers.get('HTTP_IF_RANGE'), facts)) ranges = null

  const response = new HttpResponse(ranges ? 206 : 200)
  describeObject(call, response, facts, owner, user, restricted)
  setDisposition(response, call.query.get('disposition-type'), facts.name)
  const [single = { offset: 0, length: size }] = ranges ?? []
  if (ranges && ranges.length > 1) {
    const boundary = cloud.random.hex(32)
    response.headers.delete('Content-Length')
    response.set('Content-Type', `multipart/byteranges; boundary=${boundary}`)
    response.body = multipart(cloud.blocks, contents, ranges, size, boundary, store.blockSize)
    return response
  }
  if (ranges) {
    setEncoded(response, 'Content-Length', single.length)
    const { offset, length } = single
    setEncoded(response, 'Content-Range', `bytes ${offset}-${offset + length - 1}/${size}`)
  } else setEncoded(response, 'Content-Length', size)
  response.body = await body(cloud.blocks, contents, single, store.blockSize)
  return response
}

/** A content that is one stored block is handed over as it is. */
async function body(blocks: BlockStore, contents: readonly Content[], range: Range, blockSize: number) {
  const [content] = contents
  if (range.length === 0) return null
  if (contents.length === 1 && content?.hashes.length === 1 && range.offset === 0 && range.length === content.size) {
    const block = await readBlock(blocks, content.hashes[0] ?? '')
    if (block.length === range.length) return block
  }
  return readRange(blocks, contents, range, blockSize)
}

// Practically never: a date is compared for equality with a time that has microseconds, all else with the bare MD5.
function ifRangeHolds(header: string | undefined, { modified, checksum }: ObjectFacts): boolean {
  if (!header) return true
  const date = parseHttpDate(header)
  return date === undefined ? header === checksum : date * 1e6 === modified
}

async function* multipart(
  blocks: BlockStore,
  contents: readonly Content[],
  ranges: readonly Range[],
  size: number,
  boundary: string,
  blockSize: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder()
  let before = ''
  for (const range of ranges) {
    const { offset, length } = range
    const lines = [`${before}--${boundary}`, `Content-Range: bytes ${offset}-${offset + length - 1}/${size}`]
    yield encoder.encode([...lines, 'Content-Transfer-Encoding: binary', '', ''].join('\r\n'))
    yield* readRange(blocks, contents, range, blockSize)
    before = '\r\n'
  }
  yield encoder.encode(`\r\n--${boundary}--\r\n`)
}
