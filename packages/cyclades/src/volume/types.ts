import type { List, RequestOptions } from '@kamaki/core'
import { path, Resource, requireId, unwrap, unwrapList } from '@kamaki/core/toolkit'
import type { VolumeType } from './volume-types.ts'

/** Types of volumes. */
export class VolumeTypes extends Resource {
  /**
   * The types that are offered.
   *
   * `GET /types` · 200 · blockstorage-api-guide § List Volume Types
   */
  list(options?: RequestOptions): List<VolumeType> {
    return unwrapList<VolumeType>(this.http, 'volume_types', 'types', { ...options, expect: 200 })
  }

  /**
   * One type, also one that is no longer offered.
   *
   * `GET /types/{id}` · 200 · blockstorage-api-guide § Get Volume Type Details
   * @throws {NotFoundError} if there is none.
   */
  async get(id: number | string, options?: RequestOptions): Promise<VolumeType> {
    const where = path`types/${requireId(id, 'id')}`
    return unwrap<VolumeType>(this.http, 'volume_type', 'GET', where, { ...options, expect: 200 })
  }
}
