import type { Query } from '@kamaki/core'
import { path, requireObject } from '@kamaki/core/toolkit'
import type { AccountLocation, ContainerLocation, ObjectLocation, ObjectRef } from '../model/location.ts'
import { checkAccountId, checkContainerName, checkObjectName, headerPath, pathBelow } from './names.ts'

/** @param caller uuid of the user whose token it is; where it is not known, the account is taken for theirs. */
export function accountLocation(id: string, caller: string = id): AccountLocation {
  return { id: checkAccountId(id), caller, path: path`${id}` }
}

export function containerLocation(account: AccountLocation, name: string): ContainerLocation {
  return { account, name, path: pathBelow(account.path, checkContainerName(name), 'container') }
}

/** @param format see {@link ObjectLocation.format}. */
export function objectLocation(container: ContainerLocation, name: string, format: Query): ObjectLocation {
  return { container, name, format, path: pathBelow(container.path, checkObjectName(name), 'object') }
}

/** Where a reference from one object to another leads. */
export function refLocation(ref: ObjectRef, from: ObjectLocation): ObjectLocation {
  const { account, container, name } = requireObject(ref, 'object')
  const home = from.container.account
  const owner = account === undefined || account === home.id ? home : accountLocation(account, home.caller)
  return objectLocation(containerLocation(owner, container), name, from.format)
}

/** Headers that name another object; its account only where the server would take another one for it (it takes the caller's). */
export function refHeaders(
  { name, container }: ObjectLocation,
  header: string,
  accountHeader: string,
): Record<string, string> {
  const { id, caller } = container.account
  const headers = { [header]: headerPath(container.name, name) }
  return id === caller ? headers : { ...headers, [accountHeader]: encodeURIComponent(id) }
}
