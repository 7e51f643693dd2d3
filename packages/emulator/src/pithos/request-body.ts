import { badRequest, lengthRequired } from '../http/fault.ts'
import type { Call } from '../http/request.ts'
import { naturalNumber } from '../python/int.ts'
import { cutBlocks } from './block-intake.ts'

/** 5 GiB: no more may be announced for one body. Chunked bodies are not counted. */
const MAX_UPLOAD = 5 * 1024 ** 3

export function isChunked(call: Call): boolean {
  return call.header('transfer-encoding') === 'chunked'
}

/** @throws {Fault} 411 */
export function requireLength(call: Call): number {
  const length = naturalNumber(call.header('content-length'))
  if (length === undefined) throw lengthRequired('Missing or invalid Content-Length header')
  return length
}

/**
 * The body in blocks, as it comes.
 * @param length as announced; undefined for a chunked body, of which all is taken
 * @param first size of the first block, if it is another one than that of the rest
 * @throws {Fault} 400
 */
export function bodyBlocks(
  call: Call,
  length: number | undefined,
  size: number,
  first: number = size,
): AsyncIterable<Uint8Array> {
  if (length !== undefined && length > MAX_UPLOAD) throw badRequest('Maximum size is reached')
  if (length !== undefined && length > 0 && length <= first) return oneBlock(call, length)
  return cutBlocks(call.stream(), { size, first, length })
}

/** A body that is no more than a block, by the way that takes the fewest steps. */
async function* oneBlock(call: Call, length: number): AsyncGenerator<Uint8Array, void, undefined> {
  const bytes = await call.bytes()
  if (bytes.length < length) throw badRequest('')
  yield bytes.length === length ? bytes : bytes.slice(0, length)
}

/** The body in one piece. @throws {Fault} 400 */
export async function wholeBody(call: Call, length: number | undefined): Promise<Uint8Array> {
  if (length !== undefined && length > MAX_UPLOAD) throw badRequest('Maximum size is reached')
  const bytes = await call.bytes()
  if (length !== undefined && bytes.length < length) throw badRequest('')
  return length === undefined ? bytes : bytes.subarray(0, length)
}
