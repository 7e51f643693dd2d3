import type { CallOptions, Path, RequestOptions } from '@kamaki/core'
import type { Http } from '@kamaki/core/toolkit'
import { malformed } from '../codec/reply.ts'
import { requestOf, withHeaders } from '../request.ts'

/** POST of blocks to a container, by its path. Gives their hashes. */
export async function postBlocks(
  http: Http,
  path: Path,
  blocks: Uint8Array,
  options: RequestOptions,
): Promise<string[]> {
  // Without `update` the server wipes the container's metadata; with any other type it stores nothing.
  const call: CallOptions = {
    ...requestOf(options),
    query: { update: null, format: 'json' },
    body: blocks,
    idempotent: true,
    expect: 202,
  }
  const reply = await http.bytes('POST', path, withHeaders(call, { 'Content-Type': 'application/octet-stream' }))
  let hashes: unknown
  try {
    hashes = JSON.parse(new TextDecoder().decode(reply.bytes))
  } catch {
    hashes = undefined
  }
  if (!Array.isArray(hashes)) throw malformed('The reply is not a list of hashes', reply, 'POST')
  return hashes.map(String)
}
