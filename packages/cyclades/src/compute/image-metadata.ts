import type { RequestOptions } from '@kamaki/core'
import { path, Resource, requireId, unwrap } from '@kamaki/core/toolkit'
import { checkMetadata, checkPathKey } from '../common/checks.ts'
import type { ImageId } from '../common/ids.ts'

/** Metadata of images (their properties), in the plain dialect of OpenStack. Values have 256 characters at most. */
export class ImageMetadata extends Resource {
  /**
   * All metadata of an image.
   *
   * `GET /images/{id}/metadata` · 200 · compute-api-guide § List Image Metadata
   */
  async list(id: ImageId, options?: RequestOptions): Promise<Record<string, string>> {
    const where = path`images/${requireId(id, 'id')}/metadata`
    return unwrap<Record<string, string>>(this.http, 'metadata', 'GET', where, { ...options, expect: 200 })
  }

  /**
   * Sets some metadata of an image, leaving the rest. Where a value is empty, the key is removed.
   *
   * `POST /images/{id}/metadata` · 201 · compute-api-guide § Update Image Metadata
   * @returns all metadata as it was about to be stored: keys that are being removed are in it, with empty values.
   */
  async update(
    id: ImageId,
    metadata: Readonly<Record<string, string>>,
    options?: RequestOptions,
  ): Promise<Record<string, string>> {
    const where = path`images/${requireId(id, 'id')}/metadata`
    const json = { metadata: checkMetadata(metadata, 'metadata') }
    const call = { ...options, json, idempotent: true, expect: 201 }
    return unwrap<Record<string, string>>(this.http, 'metadata', 'POST', where, call)
  }

  /**
   * One item of an image's metadata, as an object with that one key.
   *
   * `GET /images/{id}/metadata/{key}` · 200 · compute-api-guide § Get Image Metadata
   * @throws {NotFoundError} if there is no such image or key.
   * @throws {InvalidArgumentError} for a key that ends in `json` or `xml`: use `list`.
   */
  async get(id: ImageId, key: string, options?: RequestOptions): Promise<Record<string, string>> {
    const where = path`images/${requireId(id, 'id')}/metadata/${checkPathKey(key, 'key', 'use list()')}`
    return unwrap<Record<string, string>>(this.http, 'meta', 'GET', where, { ...options, expect: 200 })
  }

  /**
   * Sets one item of an image's metadata, new or not, and returns it as an object with that one key.
   *
   * `PUT /images/{id}/metadata/{key}` · 201 · compute-api-guide § Update Image Metadata
   * @throws {InvalidArgumentError} for a key that ends in `json` or `xml`: use `update`.
   */
  async set(id: ImageId, key: string, value: string, options?: RequestOptions): Promise<Record<string, string>> {
    const where = path`images/${requireId(id, 'id')}/metadata/${checkPathKey(key, 'key', 'use update()')}`
    const json = { meta: checkMetadata({ [key]: value }, 'value') }
    return unwrap<Record<string, string>>(this.http, 'meta', 'PUT', where, { ...options, json, expect: 201 })
  }

  /**
   * Asks for one item of an image's metadata to be removed. A Synnefo cloud says yes and keeps it; the Cyclades client
   * removes it in the way that works there.
   *
   * `DELETE /images/{id}/metadata/{key}` · 204 · compute-api-guide § Delete Image Metadata
   */
  async delete(id: ImageId, key: string, options?: RequestOptions): Promise<void> {
    const checked = checkPathKey(key, 'key', 'give it an empty value with update()')
    const where = path`images/${requireId(id, 'id')}/metadata/${checked}`
    await this.http.empty('DELETE', where, { ...options, expect: 204 })
  }
}
