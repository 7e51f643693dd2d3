import { badRequest, internalServerError } from '../http/fault.ts'
import type { Call } from '../http/request.ts'
import { codePointLength } from '../python/code-points.ts'
import { naturalNumber, pythonInt } from '../python/int.ts'
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

/** What the database's numbers can hold. */
const MOST = 2n ** 63n - 1n

/** The `limit` of a listing of containers: no more than the operator permits, and that many if none came. */
export function limitOf({ call, store }: Context): number {
  const limit = pythonInt(call.query.get('limit'))
  return limit === undefined || limit <= 0 ? store.listLimit : Math.min(Number(limit), store.listLimit)
}

/** The `limit` of a listing of objects, which the database sees. @throws {Fault} 500 beyond what it can hold */
export function objectLimitOf(context: Context): number {
  if ((pythonInt(context.call.query.get('limit')) ?? 0) > MOST) throw internalServerError()
  return limitOf(context)
}
