import type { RequestOptions } from '@kamaki/core'
import { path, Resource, requireId, unwrap } from '@kamaki/core/toolkit'
import type { ServerId } from '../common/ids.ts'

/** The first passwords of servers, which the cloud keeps for a while after creation. */
export class ServerPassword extends Resource {
  /**
   * The password that a server was made with. By default each process of the cloud keeps its own, so that the reply
   * can vary from call to call.
   *
   * `GET /servers/{id}/password` · 200 · servers.py:get_server_password
   * @throws {NotFoundError} if it is not known any more.
   */
  async get(id: ServerId, options?: RequestOptions): Promise<string> {
    const where = path`servers/${requireId(id, 'id')}/password`
    return unwrap<string>(this.http, 'password', 'GET', where, { ...options, expect: 200, shape: 'string' })
  }

  /**
   * Makes the cloud forget the password. The server's own stays as it is.
   *
   * `DELETE /servers/{id}/password` · 204 · servers.py:delete_server_password
   */
  async delete(id: ServerId, options?: RequestOptions): Promise<void> {
    await this.http.empty('DELETE', path`servers/${requireId(id, 'id')}/password`, { ...options, expect: 204 })
  }
}
