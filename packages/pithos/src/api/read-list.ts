import type { CallOptions, Path } from '@kamaki/core'
import type { Http } from '@kamaki/core/toolkit'
import { malformed } from '../codec/malformed.ts'

/** A JSON array. An empty one may also come as 204 without a body. */
export async function readList<T>(http: Http, path: Path, options: CallOptions): Promise<T[]> {
  const query = { ...options.query, format: 'json' }
  const response = await http.bytes('GET', path, { ...options, query, expect: [200, 204] })
  if (response.status === 204) return []
  const list = await response.json<T[]>()
  if (!Array.isArray(list) || list.some((entry) => typeof entry !== 'object' || entry === null))
    throw malformed('The response is not a JSON array of objects', response, 'GET')
  return list
}
