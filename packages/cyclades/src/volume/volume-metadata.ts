import type { RequestOptions } from '@kamaki/core'
import { path, Resource, requireId, requireString, unwrap } from '@kamaki/core/toolkit'
import { checkMetadata } from '../common/checks.ts'
import type { VolumeId } from '../common/ids.ts'

/** Metadata of volumes: at most 10 items each, keys of 64 and values of 255 characters (the cloud's defaults). */
export class VolumeMetadata extends Resource {
  /**
   * All metadata of a volume.
   *
   * `GET /volumes/{id}/metadata` · 200 · volume/views.py:list_volume_metadata
   */
  async list(id: VolumeId, options?: RequestOptions): Promise<Record<string, string>> {
    const where = path`volumes/${requireId(id, 'id')}/metadata`
    return unwrap<Record<string, string>>(this.http, 'metadata', 'GET', where, { ...options, expect: 200 })
  }

  /**
   * Sets some metadata of a volume, leaving the rest, and returns all of it.
   *
   * `POST /volumes/{id}/metadata` · 200 · blockstorage-api-guide § Update Volume Metadata
   * @throws {BadRequestError} for too many items, or ones too long.
   */
  async update(
    id: VolumeId,
    metadata: Readonly<Record<string, string>>,
    options?: RequestOptions,
  ): Promise<Record<string, string>> {
    return this.#send('POST', id, metadata, options)
  }

  /**
   * Gives a volume this metadata in place of what it has, and returns it.
   *
   * `PUT /volumes/{id}/metadata` · 200 · blockstorage-api-guide § Update Volume Metadata
   * @throws {BadRequestError} for too many items, or ones too long.
   */
  async replace(
    id: VolumeId,
    metadata: Readonly<Record<string, string>>,
    options?: RequestOptions,
  ): Promise<Record<string, string>> {
    return this.#send('PUT', id, metadata, options)
  }

  async #send(
    method: 'POST' | 'PUT',
    id: VolumeId,
    metadata: Readonly<Record<string, string>>,
    options?: RequestOptions,
  ): Promise<Record<string, string>> {
    const where = path`volumes/${requireId(id, 'id')}/metadata`
    const json = { metadata: checkMetadata(metadata, 'metadata') }
    const call = { ...options, json, idempotent: true, expect: 200 }
    return unwrap<Record<string, string>>(this.http, 'metadata', method, where, call)
  }

  /**
   * Removes one item of a volume's metadata.
   *
   * `DELETE /volumes/{id}/metadata/{key}` · 200 · volume/views.py:delete_volume_metadata_item
   * @throws {BadRequestError} if it has no such key.
   */
  async delete(id: VolumeId, key: string, options?: RequestOptions): Promise<void> {
    const where = path`volumes/${requireId(id, 'id')}/metadata/${requireString(key, 'key')}`
    await this.http.empty('DELETE', where, { ...options, idempotent: false, expect: 200 })
  }
}
