import type { RequestOptions } from '@kamaki/core'
import { hideSecrets, path, Resource, requireOptions, requireString } from '@kamaki/core/toolkit'

/** What a server is told about itself while it is created. */
export class ServerParams extends Resource {
  /**
   * The parameters of a creation, as the helper that sets up the new server's disk reads them. They can be read once:
   * if anyone else reads them, the creation fails. So the request is never repeated.
   *
   * `password` and `personality` are not enumerable: read them by name; logs, inspection, `JSON.stringify` and spreads leave them out.
   *
   * `GET /server-params/{key}` · 200 · vmapi/views.py:server_params
   * @param key the secret that the instance was given.
   * @throws {NotFoundError} if it is unknown, or has been read.
   */
  async get(key: string, options?: RequestOptions): Promise<Record<string, unknown>> {
    const where = path`server-params/${requireString(key, 'key')}`
    const call = { ...requireOptions(options), authenticate: false, idempotent: false, expect: 200 }
    return hideSecrets(await this.bare<Record<string, unknown>>('GET', where, call), 'password', 'personality')
  }
}
