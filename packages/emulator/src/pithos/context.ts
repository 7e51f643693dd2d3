import { badRequest } from '../http/fault.ts'
import type { Call } from '../http/request.ts'
import { codePointLength } from '../python/code-points.ts'
import { naturalNumber } from '../python/int.ts'
import type { ObjectRef } from './model.ts'
import type { ObjectStore, Who } from './object-store.ts'
import type { ObjectPath } from './path.ts'
import type { PithosCloud } from './pithos-cloud.ts'
import { type CgiHeaders, cgiHeaders } from './request-headers.ts'
import { requireNoNul } from './versions.ts'

/** One request to Pithos: who asks for what, with its headers decoded. */
export interface Context {
  readonly call: Call
  readonly cloud: PithosCloud
  readonly store: ObjectStore
  /** Uuid of the user; null for somebody without a token (public addresses). */
  readonly user: Who
  readonly headers: CgiHeaders
  readonly account: string
  readonly container: string
  /** What an object's path names; for other paths the name is ''. */
  readonly ref: ObjectRef
}

/**
 * Checks the token, the length of names and the headers, in this order.
 * @throws {Fault} 401, 400
 */
export function authenticated(call: Call, cloud: PithosCloud, path: ObjectPath): Context {
  return contextOf(call, cloud, path, cloud.authenticate(call).uuid)
}

/** A context without a look at the token. @throws {Fault} 400 */
export function contextOf(call: Call, cloud: PithosCloud, path: ObjectPath, user: Who): Context {
  const { account, container = '', object: name = '' } = path
  if (codePointLength(container) > 256) throw badRequest('Container name too large')
  if (codePointLength(name) > 1024) throw badRequest('Object name too large.')
  const headers = cgiHeaders(call.headers)
  requireNoNul(account + container + name)
  return {
    call,
    cloud,
    store: cloud.pithos.store,
    user,
    headers,
    account,
    container,
    ref: { account, container, name },
  }
}

/** Does several things to the store, all or none. */
export function change<T>({ store }: Context, run: () => T): T {
  return store.transaction.run(run)
}

/** The `until` parameter: whole seconds; anything else counts as not given. */
export function untilOf({ call }: Context): number | undefined {
  return naturalNumber(call.query.get('until'))
}

/** The `limit` of a listing. */
export function limitOf({ call }: Context): number {
  const limit = naturalNumber(call.query.get('limit')) || 10_000
  return Math.min(limit, 10_000)
}
