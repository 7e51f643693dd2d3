import { formatValue, rejectInput } from '../../base/input.ts'
import type { NewUser } from '../../identity/model.ts'
import type { UserContents } from './types.ts'

/** Fields by which users are told apart. */
const KEYS = ['uuid', 'token', 'email'] as const

/**
 * Are users different from each other?
 * @param users all of a cloud
 * @param described lists of those that somebody described; a user may be in each of them once
 * @throws {EmulatorArgumentError} naming what two of them have
 */
export function requireDistinct(users: readonly NewUser[], described: readonly (readonly UserContents[])[]): void {
  const places = new Map<string, string>()
  for (const list of described)
    for (const [at, { name }] of list.entries()) {
      const first = list.findIndex((user) => user.name === name)
      if (first < at) rejectInput(`users[${at}].name`, `is that of users[${first}] as well; got ${formatValue(name)}`)
      places.set(name, `users[${at}]`)
    }
  for (const key of KEYS) {
    const owners = new Map<string, string>()
    for (const { name, ...user } of users) {
      const value = key === 'email' ? user.email.toLowerCase() : user[key]
      const other = owners.get(value)
      const place = places.get(name) ?? places.get(other ?? '')
      if (other !== undefined)
        rejectInput(
          `${place ?? name}.${key}`,
          `is that of the user ${places.has(name) ? other : name} as well; got ${formatValue(user[key])}`,
        )
      owners.set(value, name)
    }
  }
}
