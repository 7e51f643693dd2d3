import type { List, RequestOptions } from '@kamaki/core'
import { path, Resource, requireId, requireOptions } from '@kamaki/core/toolkit'
import type { VolumeTypeId } from '../common/types.ts'
import type { VolumeType } from './volume-types.ts'

/** Types of volumes. */
export class VolumeTypes extends Resource {
  /**
   * The types that are offered.
   *
   * `GET /types` · 200 · blockstorage-api-guide § List Volume Types
   */
  list(options?: RequestOptions): List<VolumeType> {
    return this.unwrapList<VolumeType>('volume_types', 'types', { ...requireOptions(options), expect: 200 })
  }

  /**
   * One type, even one that is no longer offered.
   *
   * `GET /types/{id}` · 200 · blockstorage-api-guide § Get Volume Type Details
   * @throws {NotFoundError} if there is none.
   */
  async get(typeId: VolumeTypeId, options?: RequestOptions): Promise<VolumeType> {
    const where = path`types/${requireId(typeId, 'typeId')}`
    return this.unwrap<VolumeType>('volume_type', 'GET', where, { ...requireOptions(options), expect: 200 })
  }
}
