import type { Path, RequestOptions } from '@kamaki/core'
import { path, Resource, requireId, requireOptions } from '@kamaki/core/toolkit'
import type { ServerId } from '../common/types.ts'

/** The first passwords of servers, which the cloud keeps for a while after creation. */
export class ServerPassword extends Resource {
  /**
   * The password that a server was created with. By default each process of the cloud keeps its own, so that the
   * response can vary from call to call.
   *
   * `GET /servers/{id}/password` · 200 · servers.py:get_server_password
   * @throws {NotFoundError} if the cloud no longer has it.
   */
  async get(serverId: ServerId, options?: RequestOptions): Promise<string> {
    const call = { ...requireOptions(options), expect: 200, shape: 'string' as const }
    return this.unwrap<string>('password', 'GET', passwordPath(serverId), call)
  }

  /**
   * Deletes the cloud's copy of the password. The server's own stays as it is.
   *
   * `DELETE /servers/{id}/password` · 204 · servers.py:delete_server_password
   */
  async delete(serverId: ServerId, options?: RequestOptions): Promise<void> {
    await this.http.empty('DELETE', passwordPath(serverId), { ...requireOptions(options), expect: 204 })
  }
}

function passwordPath(serverId: ServerId): Path {
  return path`servers/${requireId(serverId, 'serverId')}/password`
}
