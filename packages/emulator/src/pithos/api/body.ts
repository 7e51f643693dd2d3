import { badRequest, lengthRequired } from '../../frame/fault.ts'
import type { Call } from '../../frame/request.ts'
import { naturalNumber } from '../numbers.ts'

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

/** How many bytes to read; undefined for a chunked body. @throws {Fault} 400 */
export function bodyLength(length: number | undefined): number | undefined {
  if (length !== undefined && length > MAX_UPLOAD) throw badRequest('Maximum size is reached')
  return length
}
