import { formatValue, rejectArgument } from '@kamaki/core/toolkit'

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const user = new RegExp(`^${uuid}$`, 'i')
const group = new RegExp(`^${uuid}:[^\\s\\0,;:=~/_-]+$`, 'i')

/** What people have at hand is an e-mail address: the cloud takes it, and whatever else, for a user who does not exist. */
const cure = "Uuids of users are found by their e-mail addresses: astakos.userCatalogs.uuid('bob@example.org')"

const given = (value: unknown): string => `got ${formatValue(value)}. ${cure}`

/** A user in a group, in the lower case in which the cloud knows them. */
export function requireUser(member: string, parameter: string): string {
  return typeof member === 'string' && user.test(member)
    ? member.toLowerCase()
    : rejectArgument(parameter, `must be uuids of users; ${given(member)}`)
}

/** Whom something is shared with: a user, a group or everybody. */
export function requirePrincipal(principal: string, parameter: string): string {
  if (typeof principal !== 'string' || !(principal === '*' || user.test(principal) || group.test(principal)))
    rejectArgument(parameter, `must be uuids of users, <account uuid>:<group> or *; ${given(principal)}`)
  if ([...principal].length > 256) rejectArgument(parameter, 'must be principals of at most 256 characters')
  return principal
}
