import { rejectInput } from '../../base/input.ts'
import type { Call } from '../../http/request.ts'
import type { User } from '../../identity/model.ts'
import { RESOURCES } from '../../identity/resources.ts'
import { OPERATOR } from '../../identity/user-store.ts'
import type { BuiltCloud } from '../build-cloud.ts'
import { NotHere } from './respond.ts'

type Json = Record<string, unknown>

/** Who may use the cloud, with tokens and projects, and with quotas unless the query says `quotas=no`. @throws {EmulatorArgumentError} */
export function usersOf(cloud: BuiltCloud, call: Call): Json[] {
  const asked = call.query.get('quotas')
  if (asked !== undefined && asked !== 'no') rejectInput('quotas', `must be 'no', or left out; got '${asked}'`)
  const users = cloud.users.all().filter(({ name }) => name !== OPERATOR)
  return users.map((user) => (asked === 'no' ? summaryOf(cloud, user) : detailsOf(cloud, user)))
}

/** One user, with quotas. @throws {NotHere} */
export function oneUser(cloud: BuiltCloud, name: string): Json {
  const user = name === OPERATOR ? undefined : cloud.users.byName(name)
  if (!user) throw new NotHere(`There is no user '${name}'. /_emulator/users lists them.`)
  return detailsOf(cloud, user)
}

function summaryOf(cloud: BuiltCloud, user: User): Json {
  const { name, uuid, email, token, tokenExpires, active, groups, defaultProject } = user
  return {
    name,
    uuid,
    email,
    token,
    tokenExpires,
    active,
    groups,
    defaultProject,
    projects: cloud.projects.ofUser(uuid),
  }
}

function detailsOf(cloud: BuiltCloud, user: User): Json {
  const quotas = cloud.projects.ofUser(user.uuid).flatMap((project) =>
    RESOURCES.flatMap(({ name: resource, unit }) => {
      const found = cloud.quota.usage(user.uuid, project, resource)
      return found ? [{ project, resource, unit, usage: String(found.usage), limit: String(found.limit) }] : []
    }),
  )
  return { ...summaryOf(cloud, user), quotas }
}
