import { MODERATED_PROJECT, STANDARD_PROJECT } from '../identity/seed.ts'
import { OPERATOR } from '../identity/user-store.ts'
import type { BuiltCloud } from './build-cloud.ts'

/** A user who may sign in. */
export interface EnvironmentUser {
  readonly token: string
  readonly uuid: string
  readonly email: string
}

/** The users of a cloud by name: those that every cloud has, and those that were asked for. */
export interface EnvironmentUsers {
  readonly alice: EnvironmentUser
  readonly bob: EnvironmentUser
  readonly carol: EnvironmentUser
  /** May decide on everybody's projects. */
  readonly admin: EnvironmentUser
  /** A component of the cloud, not a user. */
  readonly service: Pick<EnvironmentUser, 'token'>
  readonly [name: string]: Pick<EnvironmentUser, 'token'> & Partial<EnvironmentUser>
}

/** Where a cloud is and who its users are: the env file of conformance and end-to-end runs. */
export interface Environment {
  readonly authUrl: string
  readonly users: EnvironmentUsers
  readonly vars: {
    /** A project that alice owns and is a member of. */
    readonly projectId: string
    /** One whose members its owner lets in: alice owns it, nobody is a member. */
    readonly moderatedProjectId: string
    readonly publicNetworkId: string
    readonly flavorId: number
    readonly flavorId2: number
  }
}

export function environment(cloud: BuiltCloud): Environment {
  const users: Record<string, EnvironmentUsers[string]> = {}
  for (const { name, token, uuid, email } of cloud.users.all())
    if (name !== OPERATOR) users[name] = { token, uuid, email }
  const component = cloud.users.componentNamed('cyclades')
  if (component) users['service'] = { token: component.token }
  return {
    authUrl: `${cloud.origin}/astakos/identity/v2.0`,
    users: users as EnvironmentUsers,
    vars: {
      projectId: STANDARD_PROJECT,
      moderatedProjectId: MODERATED_PROJECT,
      publicNetworkId: '1',
      flavorId: 1,
      flavorId2: 2,
    },
  }
}
