import type { RequestOptions } from '@kamaki/core'
import { path, Resource, requireId, unwrap } from '@kamaki/core/toolkit'
import { checkMetadata, checkPathKey } from '../common/checks.ts'
import type { ServerId } from '../common/ids.ts'

/** Metadata of servers: at most 10 items each, keys of 50 and values of 500 characters (the cloud's defaults). */
export class ServerMetadata extends Resource {
  /**
   * All metadata of a server.
   *
   * `GET /servers/{id}/metadata` · 200 · compute-api-guide § List Server Metadata
   */
  async list(id: ServerId, options?: RequestOptions): Promise<Record<string, string>> {
    const where = path`servers/${requireId(id, 'id')}/metadata`
    return unwrap<Record<string, string>>(this.http, 'metadata', 'GET', where, { ...options, expect: 200 })
  }

  /**
   * Sets some metadata of a server, leaving the rest, and returns all of it.
   *
   * `POST /servers/{id}/metadata` · 201 · compute-api-guide § Set / Update Server Metadata
   * @throws {BadRequestError} for too many items, or ones too long.
   */
  async update(
    id: ServerId,
    metadata: Readonly<Record<string, string>>,
    options?: RequestOptions,
  ): Promise<Record<string, string>> {
    return unwrap<Record<string, string>>(
      this.http,
      'metadata',
      'POST',
      path`servers/${requireId(id, 'id')}/metadata`,
      {
        ...options,
        json: { metadata: checkMetadata(metadata, 'metadata') },
        idempotent: true,
        expect: 201,
      },
    )
  }

  /**
   * One item of a server's metadata, as an object with that one key.
   *
   * `GET /servers/{id}/metadata/{key}` · 200 · compute-api-guide § Get Server Metadata Item
   * @throws {NotFoundError} if there is no such server or key.
   * @throws {InvalidArgumentError} for a key that ends in `json` or `xml`: use `list`.
   */
  async get(id: ServerId, key: string, options?: RequestOptions): Promise<Record<string, string>> {
    const where = path`servers/${requireId(id, 'id')}/metadata/${checkPathKey(key, 'key', 'use list()')}`
    return unwrap<Record<string, string>>(this.http, 'meta', 'GET', where, { ...options, expect: 200 })
  }

  /**
   * Sets one item of a server's metadata, new or not, and returns it as an object with that one key.
   *
   * `PUT /servers/{id}/metadata/{key}` · 201 · compute-api-guide § Update Server Metadata Item
   * @throws {InvalidArgumentError} for a key that ends in `json` or `xml`: use `update`.
   */
  async set(id: ServerId, key: string, value: string, options?: RequestOptions): Promise<Record<string, string>> {
    const where = path`servers/${requireId(id, 'id')}/metadata/${checkPathKey(key, 'key', 'use update()')}`
    const json = { meta: checkMetadata({ [key]: value }, 'value') }
    return unwrap<Record<string, string>>(this.http, 'meta', 'PUT', where, { ...options, json, expect: 201 })
  }

  /**
   * Removes one item of a server's metadata.
   *
   * `DELETE /servers/{id}/metadata/{key}` · 204 · compute-api-guide § Delete Server Metadata
   * @throws {NotFoundError} if there is no such server or key.
   */
  async delete(id: ServerId, key: string, options?: RequestOptions): Promise<void> {
    const checked = checkPathKey(key, 'key', 'such a key cannot be removed through the API')
    const where = path`servers/${requireId(id, 'id')}/metadata/${checked}`
    await this.http.empty('DELETE', where, { ...options, idempotent: false, expect: 204 })
  }
}
