import { formatValue, rejectArgument, requireString } from '@kamaki/core/toolkit'

/** Ids as one query value. The server splits at commas and does not trim, so that an id may hold neither. */
export function commaList(ids: string | readonly string[] | undefined, parameter: string): string | undefined {
  if (ids === undefined) return undefined
  const list = typeof ids === 'string' ? [ids] : ids
  if (list.length === 0) {
    rejectArgument(parameter, 'must name at least one; leave it out to ask for all')
  }
  for (const id of list) {
    requireString(id, parameter)
    if (id.includes(',')) rejectArgument(parameter, `must be one uuid each, without a comma; got ${formatValue(id)}`)
  }
  return list.join(',')
}
