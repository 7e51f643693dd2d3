import { type Http, List, path, type RequestOptions } from '@kamaki/core'
import { checkId } from '../checks.ts'
import { member } from '../member.ts'
import type { VolumeType } from './resources.ts'

/** Types of volumes. */
export class VolumeTypes {
  readonly #http: Http

  constructor(http: Http) {
    this.#http = http
  }

  /**
   * The types that are offered.
   *
   * `GET /types` · 200 · blockstorage-api-guide § List Volume Types
   */
  list(options?: RequestOptions): List<VolumeType> {
    return List.of(async () => {
      return member<VolumeType[]>(this.#http, 'volume_types', 'GET', 'types', { ...options, expect: 200 })
    })
  }

  /**
   * One type, also one that is no longer offered.
   *
   * `GET /types/{id}` · 200 · blockstorage-api-guide § Get Volume Type Details
   * @throws {NotFoundError} if there is none.
   */
  async get(id: number | string, options?: RequestOptions): Promise<VolumeType> {
    const where = path`types/${checkId(id, 'id')}`
    return member<VolumeType>(this.#http, 'volume_type', 'GET', where, { ...options, expect: 200 })
  }
}
