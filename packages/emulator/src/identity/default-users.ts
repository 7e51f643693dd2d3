import { Random } from '../base/random.ts'
import type { Component, NewUser, UserOptions } from './model.ts'
import { newToken, TOKEN_LIFETIME } from './user-store.ts'

/** The users that every cloud has, in this order; `operator` owns the public images and is in no env file. */
const STANDARD: readonly UserOptions[] = [
  { name: 'alice', email: 'alice@example.org', firstName: 'Alice', lastName: 'Test' },
  { name: 'bob', email: 'bob@example.org', firstName: 'Bob', lastName: 'Test' },
  { name: 'carol', email: 'carol@example.org', firstName: 'Carol', lastName: 'Test' },
  { name: 'admin', email: 'admin@example.org', firstName: 'Admin', lastName: 'Test' },
  { name: 'operator', email: 'operator@example.org', firstName: 'Cloud', lastName: 'Operator' },
]

/** The user who may decide on everybody's projects (ASTAKOS_PROJECT_ADMINS). */
export const PROJECT_ADMIN = 'admin'

/** All users of a cloud with these options; the same options give the same users. */
export function defaultUsers(
  options: {
    users?: number | readonly UserOptions[] | undefined
    /** Beside these. */
    more?: readonly UserOptions[] | undefined
    seed: number
  },
  now: number,
): NewUser[] {
  const asked =
    typeof options.users === 'number'
      ? Array.from({ length: options.users }, (_, i): UserOptions => ({ name: `user${i + 1}` }))
      : (options.users ?? [])
  const described = new Map<string, UserOptions>()
  for (const user of [...STANDARD, ...asked, ...(options.more ?? [])])
    described.set(user.name, { ...described.get(user.name), ...user })
  return [...described.values()].map((user) => defaultUser(user, options.seed, now))
}

function defaultUser(user: UserOptions, seed: number, now: number): NewUser {
  let hash = seed
  for (const char of user.name) hash = (Math.imul(hash, 31) + (char.codePointAt(0) ?? 0)) >>> 0
  const random = new Random(hash)
  const uuid = user.uuid ?? random.uuid()
  return {
    name: user.name,
    uuid,
    token: user.token ?? newToken(random),
    email: user.email ?? `${user.name}@example.org`,
    firstName: user.firstName ?? user.name.charAt(0).toUpperCase() + user.name.slice(1),
    lastName: user.lastName ?? 'Test',
    tokenCreated: now,
    tokenExpires: now + TOKEN_LIFETIME,
    defaultProject: uuid,
    groups: [...(user.groups ?? [])],
    active: true,
    signedTerms: true,
    deactivatedReason: null,
    joined: now,
    password: undefined,
    metadata: '{}',
  }
}

/** The accounts of the services that have quotas. */
export function defaultComponents(seed: number): Component[] {
  const token = (offset: number) => newToken(new Random(seed + offset))
  const cyclades = ['compute', 'network', 'volume', 'plankton', 'admin', 'vmapi'].map((name) => `cyclades_${name}`)
  return [
    { name: 'cyclades', token: token(77), services: cyclades },
    { name: 'pithos', token: token(78), services: ['pithos_object-store'] },
  ]
}
