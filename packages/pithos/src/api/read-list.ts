import type { CallOptions, Path } from '@kamaki/core'
import { formatValue, type Http, longestText } from '@kamaki/core/toolkit'
import { malformed } from '../codec/malformed.ts'

/**
 * A JSON array, and the headers beside it. An empty one may also come as 204 without a body.
 *
 * @param isEntry whether an entry has what all of its kind have, of the types that these have.
 */
export async function readListPage<T extends object>(
  http: Http,
  path: Path,
  options: CallOptions,
  isEntry: (entry: T) => boolean,
): Promise<{ entries: T[]; headers: Headers }> {
  const query = { ...options.query, format: 'json' }
  const response = await http.bytes('GET', path, { maxBytes: longestText, ...options, query, expect: [200, 204] })
  const { headers } = response
  if (response.status === 204) return { entries: [], headers }
  const entries = await response.json<T[]>()
  if (!Array.isArray(entries) || !entries.every((entry: unknown) => typeof entry === 'object' && entry !== null))
    throw malformed('The response is not a JSON array of objects', response, 'GET')
  const odd = entries.find((entry) => !isEntry(entry))
  if (odd === undefined) return { entries, headers }
  const { name } = odd as { readonly name?: unknown }
  throw malformed(`The response lists ${formatValue(name)} with values that it cannot have`, response, 'GET')
}

/** A JSON array, checked as by {@link readListPage}. */
export async function readList<T extends object>(
  http: Http,
  path: Path,
  options: CallOptions,
  isEntry: (entry: T) => boolean,
): Promise<T[]> {
  return (await readListPage(http, path, options, isEntry)).entries
}
