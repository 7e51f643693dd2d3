import { param } from '../http/path-params.ts'
import type { Call } from '../http/request.ts'
import type { ComputeCloud } from './compute-cloud.ts'
import type { Server } from './model.ts'

/** The parent of operations on something that a server has: they begin with the server of the path, as its user sees it. */
export class ServerHandlers {
  protected readonly cloud: ComputeCloud

  constructor(cloud: ComputeCloud) {
    this.cloud = cloud
  }

  /** @throws {Fault} 401, 404 */
  protected server(call: Call): Server {
    return this.cloud.servers.get(this.cloud.authenticate(call), param(call, 'id'))
  }

  /** @throws {Fault} 401, 404, and for a server that is deleted or suspended */
  protected toChange(call: Call): Server {
    const user = this.cloud.authenticate(call)
    return this.cloud.servers.get(user, param(call, 'id'), { nonDeleted: true, nonSuspended: true })
  }
}
