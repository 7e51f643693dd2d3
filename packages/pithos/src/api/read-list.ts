import type { CallOptions, Path } from '@kamaki/core'
import type { Http } from '@kamaki/core/toolkit'
import { malformed } from '../codec/reply.ts'

/** A JSON list. An empty one may also come as 204 without a body. */
export async function readList<T>(http: Http, path: Path, options: CallOptions): Promise<T[]> {
  const reply = await http.bytes('GET', path, {
    ...options,
    query: { ...options.query, format: 'json' },
    expect: [200, 204],
  })
  if (reply.status === 204) return []
  let list: unknown
  try {
    list = JSON.parse(new TextDecoder().decode(reply.bytes))
  } catch {
    list = undefined
  }
  if (!Array.isArray(list)) throw malformed('The reply is not a JSON list', reply, 'GET')
  return list as T[]
}
