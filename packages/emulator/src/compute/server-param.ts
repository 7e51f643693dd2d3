import { param } from '../http/path-params.ts'
import type { Call } from '../http/request.ts'
import type { ComputeCloud } from './compute-cloud.ts'
import type { Server } from './model.ts'

/** The server that the path names, as the caller sees it. @throws {Fault} 401, 404 */
export function serverOf(call: Call, cloud: ComputeCloud): Server {
  return cloud.servers.get(cloud.authenticate(call), param(call, 'id'))
}

/** The same for a call that changes it. @throws {Fault} 401, 404, 400 if it is deleted, 403 if it is suspended */
export function serverToChange(call: Call, cloud: ComputeCloud): Server {
  const user = cloud.authenticate(call)
  return cloud.servers.get(user, param(call, 'id'), { nonDeleted: true, nonSuspended: true })
}
