import { formatValue, rejectInput } from '../../base/input.ts'
import type { Server } from '../../compute/model.ts'
import type { User } from '../../identity/model.ts'
import type { WholeCloud } from '../whole-cloud.ts'

/** A user by name, uuid or email. @throws {EmulatorArgumentError} */
export function userCalled(cloud: WholeCloud, called: string): User {
  const found = cloud.users.byName(called) ?? cloud.users.byUuid(called) ?? cloud.users.byEmail(called)
  if (found) return found
  const names = cloud.users.all().map(({ name }) => name)
  return rejectInput(
    'user',
    `must be the name, uuid or email of a user; got ${formatValue(called)}. Users: ${shortList(names)}`,
  )
}

/** Is a thing the one that is meant, by its id or its name? */
export function isCalled(thing: { id: number; name: string | null }, called: string | number): boolean {
  return String(thing.id) === String(called) || thing.name === called
}

/** A server that is not deleted, by id or name. @throws {EmulatorArgumentError} */
export function serverCalled(cloud: WholeCloud, called: string | number): Server {
  const live = cloud.servers.all().filter(({ deleted }) => !deleted)
  const found = live.find((server) => String(server.id) === String(called)) ?? live.find(({ name }) => name === called)
  return found ?? rejectInput('server', `must be the id or name of a server; got ${formatValue(called)}`)
}

function shortList(names: readonly string[]): string {
  return names.length > 10 ? `${names.slice(0, 10).join(', ')} ...` : names.join(', ')
}
