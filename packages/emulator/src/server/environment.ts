import { MODERATED_PROJECT, STANDARD_PROJECT } from '../identity/seed.ts'
import { OPERATOR } from '../identity/user-store.ts'
import type { BuiltCloud } from './build-cloud.ts'

/** Where a cloud is and who its users are: the env file of conformance and end-to-end runs. */
export interface Environment {
  readonly authUrl: string
  readonly users: Readonly<
    Record<string, { readonly token: string; readonly uuid?: string | undefined; readonly email?: string | undefined }>
  >
  readonly vars: Readonly<Record<string, string | number>>
}

export function environment(cloud: BuiltCloud): Environment {
  const users: Record<string, Environment['users'][string]> = {}
  for (const { name, token, uuid, email } of cloud.users.all())
    if (name !== OPERATOR) users[name] = { token, uuid, email }
  const component = cloud.users.componentNamed('cyclades')
  if (component) users['service'] = { token: component.token }
  return {
    authUrl: `${cloud.origin}/astakos/identity/v2.0`,
    users,
    vars: {
      projectId: STANDARD_PROJECT,
      moderatedProjectId: MODERATED_PROJECT,
      publicNetworkId: '1',
      flavorId: 1,
      flavorId2: 2,
    },
  }
}
