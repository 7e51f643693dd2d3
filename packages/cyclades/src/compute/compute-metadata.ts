import type { CallOptions, RequestOptions } from '@kamaki/core'
import { requireOptions, requireString, unwrapped } from '@kamaki/core/toolkit'
import { checkPathKey } from '../common/checks.ts'
import { MetadataResource, type MetadataRoutes } from '../common/metadata.ts'
import type { ImageId, ServerId } from '../common/types.ts'

const STATUSES = { updated: 201, deleted: 204, deletesMissing: false }

/** Metadata of the compute service, where single items can be read and set. */
export abstract class ComputeMetadata<Id extends number | string> extends MetadataResource<Id> {
  /**
   * The value of one item.
   *
   * `GET /{collection}/{id}/metadata/{key}` · 200 · compute-api-guide § Get Server Metadata Item, § Get Image Metadata
   * @throws {NotFoundError} if there is no such resource or key.
   * @throws {InvalidArgumentError} for a key that ends in `json` or `xml`: use `list`.
   */
  async get(id: Id, key: string, options?: RequestOptions): Promise<string> {
    return this.#item('GET', id, checkPathKey(key, 'key', 'use list()'), { ...requireOptions(options), expect: 200 })
  }

  /**
   * Sets one item, new or not. Returns its value.
   *
   * `PUT /{collection}/{id}/metadata/{key}` · 201 · compute-api-guide § Update Server Metadata Item, § Update Image
   * Metadata
   * @throws {InvalidArgumentError} for a key that ends in `json` or `xml`: use `update`.
   */
  async set(id: Id, key: string, value: string, options?: RequestOptions): Promise<string> {
    checkPathKey(key, 'key', 'use update()')
    const json = { meta: { [key]: requireString(value, 'value', { allowEmpty: true }) } }
    return this.#item('PUT', id, key, { ...requireOptions(options), json, expect: 201 })
  }

  /** `{"meta": {"key": "value"}}`: one item, whose key is as the server writes it. */
  async #item(method: string, id: Id, key: string, call: CallOptions & { readonly expect: number }): Promise<string> {
    const where = this.itemPath(id, key)
    const meta = await this.unwrap<Record<string, string>>('meta', method, where, call)
    const url = `${this.http.endpointUrl}/${where}`
    return unwrapped<string>(meta, Object.keys(meta)[0] ?? key, { status: call.expect, method, url }, 'string')
  }

  /**
   * Removes one item.
   *
   * `DELETE /{collection}/{id}/metadata/{key}` · 204 · compute-api-guide § Delete Server Metadata, § Delete Image Metadata
   * @throws {NotFoundError} if there is no such resource or key.
   * @throws {InvalidArgumentError} for a key that ends in `json` or `xml`, which cannot be removed in this way.
   */
  override async delete(id: Id, key: string, options?: RequestOptions): Promise<void> {
    await super.delete(id, checkPathKey(key, 'key', 'such a key cannot be removed by itself'), options)
  }
}

/** Metadata of servers: at most 10 items each, keys of 50 and values of 500 characters (the cloud's defaults). */
export class ServerMetadata extends ComputeMetadata<ServerId> {
  protected override readonly routes: MetadataRoutes = { collection: 'servers', idName: 'serverId', ...STATUSES }
}

/**
 * Metadata of images (their properties), in the plain dialect of OpenStack. Values have 256 characters at most. Where
 * `update` is given an empty value, the key is removed, though still in what is returned.
 */
export class ImageMetadata extends ComputeMetadata<ImageId> {
  protected override readonly routes: MetadataRoutes = { collection: 'images', idName: 'imageId', ...STATUSES }
}

/** Metadata of the images of a Synnefo cloud. */
export class CycladesImageMetadata extends ImageMetadata {
  /**
   * Removes one item, if it is there, by setting it to an empty value: the cloud responds to `DELETE` of an item with
   * success and keeps it.
   *
   * `POST /images/{id}/metadata` · 201 · images.py:update_metadata
   */
  override async delete(imageId: ImageId, key: string, options?: RequestOptions): Promise<void> {
    await this.update(imageId, { [requireString(key, 'key')]: '' }, options)
  }
}
