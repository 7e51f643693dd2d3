import { omitUndefined, rejectArgument, requireArray, requireObject } from '@kamaki/core/toolkit'
import type { AccountInfo, AccountSummary, Groups } from '../model/account.ts'
import { readCount, readDate } from './header-values.ts'

import { readPrefixed } from './metadata.ts'
import { encodeHeaderName, headerText } from './percent-encoding.ts'
import { requireUser } from './principals.ts'

// 2^63-1, the server's "no limit", is not a number that a double holds.
const unlimited = 2 ** 63
const readLimit = (text: string): number => (Number(text) >= unlimited ? Number.POSITIVE_INFINITY : Number(text))

function readQuota(headers: Headers): AccountInfo['quota'] {
  const total = headers.get('x-account-policy-quota')
  if (total === null) return undefined
  const projects = Object.entries(readPrefixed(headers, 'x-account-policy-quota-'))
  return {
    total: readLimit(total),
    projects: Object.fromEntries(projects.map(([project, limit]) => [project, readLimit(limit)])),
  }
}

function readGroups(headers: Headers): Groups {
  const groups = Object.entries(readPrefixed(headers, 'x-account-group-')).map(([name, list]) => {
    const members = list.split(',').map((member) => member.trim())
    return [name, members.filter((member) => member !== '')]
  })
  return Object.fromEntries(groups)
}

/** Reads an account's headers. */
export function readAccount(id: string, headers: Headers): AccountInfo {
  return {
    id,
    groups: readGroups(headers),
    metadata: readPrefixed(headers, 'x-account-meta-'),
    lastModified: readDate(headers.get('last-modified')),
    ...omitUndefined({
      containerCount: readCount(headers, 'x-account-container-count'),
      bytesUsed: readCount(headers, 'x-account-bytes-used'),
      quota: readQuota(headers),
      untilTimestamp: readDate(headers.get('x-account-until-timestamp')),
    }),
  }
}

/** An account of a list, as the server sends it. */
export interface AccountEntry {
  name: string
  last_modified?: string
}

export function isAccountEntry({ name }: AccountEntry): boolean {
  return typeof name === 'string' && name !== ''
}

export function readAccountEntry({ name, last_modified: lastModified }: AccountEntry): AccountSummary {
  return { id: name, lastModified: readDate(lastModified) }
}

/** Headers that set the members of groups; of none, they delete the group. */
export function groupHeaders(groups: Groups): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, members] of Object.entries(requireObject(groups, 'groups'))) {
    if (name === '' || /[-_\s\0~,:;=/]/.test(name))
      rejectArgument('groups', `must not have "${name}" as a name: no "-", "_", "~", white space or punctuation`)
    const users = requireArray(members, `groups.${name}`).map((member) => requireUser(member, `groups.${name}`))
    headers[`X-Account-Group-${encodeHeaderName(name, 'groups')}`] = headerText(users.join(','), 'groups')
  }
  return headers
}
