import type { RequestOptions } from '@kamaki/core'
import { Resource } from '@kamaki/core/toolkit'
import type { Caller } from './caller.ts'

/** What a resource that has a quota is. */
export interface ResourceInfo {
  /** Name of the service, as in the catalog: `cyclades_compute`. */
  service: string
  description: string | null
  /** `bytes`, or null for things that are counted. */
  unit: string | null
  ui_visible: boolean
  api_visible: boolean
}

/** The resources that quotas are about. */
export class Resources extends Resource<Caller> {
  /**
   * All resources, by name (`cyclades.vm`).
   *
   * `GET /resources` · 200 · quota-api-guide § Get Resource List
   */
  async list(options?: RequestOptions): Promise<Record<string, ResourceInfo>> {
    return this.http.json('GET', 'resources', options)
  }
}
