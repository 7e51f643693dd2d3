import type { Path, RequestOptions } from '@kamaki/core'
import { path, Resource, requireId, requireOptions, requireString, requireStringValues } from '@kamaki/core/toolkit'
import type { Metadata } from './types.ts'

/** Where a service has the metadata of one kind of resource, and how it responds. */
export interface MetadataRoutes {
  /** `servers`, in `/servers/{id}/metadata`. */
  readonly collection: string
  /** What an id is called in errors: `serverId`. */
  readonly idName: string
  /** The status of a successful update. */
  readonly updated: number
  /** The status of a successful deletion. */
  readonly deleted: number
  /** Whether the deletion of a key that is not there succeeds as well. */
  readonly deletesMissing: boolean
}

/** The metadata of one kind of resource. */
export abstract class MetadataResource<Id extends number | string> extends Resource {
  protected abstract readonly routes: MetadataRoutes

  /**
   * All metadata of a resource: an object, not a `List`, since keys are unique and few.
   *
   * `GET /{collection}/{id}/metadata` · 200
   */
  async list(id: Id, options?: RequestOptions): Promise<Metadata> {
    return this.unwrap<Metadata>('metadata', 'GET', this.pathOf(id), { ...requireOptions(options), expect: 200 })
  }

  /**
   * Sets some metadata of a resource and keeps the rest. Returns all of it.
   *
   * `POST /{collection}/{id}/metadata` · 201 (servers, images), 200 (volumes, snapshots)
   * @throws {BadRequestError} for too many items, or ones too long.
   */
  async update(id: Id, metadata: Readonly<Metadata>, options?: RequestOptions): Promise<Metadata> {
    return this.send('POST', id, metadata, options)
  }

  /**
   * Removes one item of a resource's metadata.
   *
   * `DELETE /{collection}/{id}/metadata/{key}` · 204 (servers, images), 200 (volumes, snapshots)
   */
  async delete(id: Id, key: string, options?: RequestOptions): Promise<void> {
    const { deleted: expect, deletesMissing: idempotent } = this.routes
    await this.http.empty('DELETE', this.itemPath(id, requireString(key, 'key')), {
      ...requireOptions(options),
      idempotent,
      expect,
    })
  }

  protected send(
    method: 'POST' | 'PUT',
    id: Id,
    metadata: Readonly<Metadata>,
    options?: RequestOptions,
  ): Promise<Metadata> {
    const json = { metadata: requireStringValues(metadata, 'metadata') }
    const call = { ...requireOptions(options), json, idempotent: true, expect: this.routes.updated }
    return this.unwrap<Metadata>('metadata', method, this.pathOf(id), call)
  }

  protected pathOf(id: Id): Path {
    return path`${this.routes.collection}/${requireId(id, this.routes.idName)}/metadata`
  }

  protected itemPath(id: Id, key: string): Path {
    return path`${this.routes.collection}/${requireId(id, this.routes.idName)}/metadata/${key}`
  }
}
