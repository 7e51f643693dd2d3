import type { Cloud } from '../cloud.ts'
import { param } from '../http/path-params.ts'
import type { Call } from '../http/request.ts'
import { authenticate } from '../identity/authenticate.ts'
import type { Server } from './model.ts'

/** The parent of operations on something that a server has: they begin with the server of the path, as its user sees it. */
export class ServerHandlers {
  protected readonly cloud: Cloud

  constructor(cloud: Cloud) {
    this.cloud = cloud
  }

  /** @throws {Fault} 401, 404 */
  protected server(call: Call): Server {
    return this.cloud.servers.get(authenticate(call, this.cloud), param(call, 'id'))
  }

  /** @throws {Fault} 401, 404, and for a server that is deleted or suspended */
  protected toChange(call: Call): Server {
    const user = authenticate(call, this.cloud)
    return this.cloud.servers.get(user, param(call, 'id'), { nonDeleted: true, nonSuspended: true })
  }
}
