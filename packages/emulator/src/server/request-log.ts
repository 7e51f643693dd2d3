import type { InjectedFault } from '../faults/types.ts'
import type { Call } from '../http/request.ts'
import type { BuiltCloud } from './build-cloud.ts'
import type { RequestRecord } from './options.ts'

/** What is told about a request that is done (with status 0: reset). */
export function record(
  call: Call,
  cloud: BuiltCloud,
  status: number,
  started: number,
  faults: readonly InjectedFault[],
): RequestRecord {
  const token = call.token
  const component = token === undefined ? undefined : cloud.users.component(token)?.name
  const user = token === undefined ? undefined : (cloud.users.withToken(token)?.name ?? component)
  return {
    method: call.method,
    target: call.target.replace(/([?&]X-Auth-Token=)[^&]*/gi, '$1...'),
    status,
    durationMs: performance.now() - started,
    user,
    fault: faults.length > 0 ? faults.map(({ kind }) => kind).join(', ') : undefined,
  }
}
