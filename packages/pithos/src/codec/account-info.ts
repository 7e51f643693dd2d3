import { optionalCount } from './container-info.ts'
import { httpDate } from './dates.ts'
import { type Metadata, readPrefixed } from './metadata.ts'

/** What an account is. Anybody but its owner is told `lastModified` alone. */
export interface AccountInfo {
  containerCount?: number
  /** Bytes in use, over all projects. */
  bytesUsed?: number
  quota?: {
    /** Bytes, the sum over all projects; Infinity: no limit. */
    total: number
    /** Bytes by project uuid. */
    projects: Record<string, number>
  }
  /** Members' uuids by the name of the group. */
  groups: Record<string, string[]>
  metadata: Metadata
  lastModified: Date | undefined
  untilTimestamp?: Date
}

// 2^63-1, the server's "no limit", is not a number that a double holds.
const unlimited = 2 ** 63
const bytes = (text: string): number => (Number(text) >= unlimited ? Number.POSITIVE_INFINITY : Number(text))

/** Reads an account's headers. */
export function accountInfo(headers: Headers): AccountInfo {
  const groups: Record<string, string[]> = {}
  for (const [name, members] of Object.entries(readPrefixed(headers, 'x-account-group-'))) {
    groups[name] = members
      .split(',')
      .map((member) => member.trim())
      .filter((member) => member !== '')
  }
  const info: AccountInfo = {
    groups,
    metadata: readPrefixed(headers, 'x-account-meta-'),
    lastModified: httpDate(headers.get('last-modified')),
  }
  const containerCount = optionalCount(headers, 'x-account-container-count')
  const bytesUsed = optionalCount(headers, 'x-account-bytes-used')
  const untilTimestamp = httpDate(headers.get('x-account-until-timestamp'))
  if (containerCount !== undefined) info.containerCount = containerCount
  if (bytesUsed !== undefined) info.bytesUsed = bytesUsed
  if (untilTimestamp !== undefined) info.untilTimestamp = untilTimestamp
  const total = headers.get('x-account-policy-quota')
  if (total !== null) {
    const projects: Record<string, number> = {}
    for (const [project, limit] of Object.entries(readPrefixed(headers, 'x-account-policy-quota-'))) {
      projects[project] = bytes(limit)
    }
    info.quota = { total: bytes(total), projects }
  }
  return info
}
