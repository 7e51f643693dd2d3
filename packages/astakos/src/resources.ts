import { List, type RequestOptions } from '@kamaki/core'
import { Resource } from '@kamaki/core/toolkit'

/** What a resource that has a quota is. */
export interface ResourceInfo {
  /** `cyclades.vm` ... */
  name: string
  /** Name of the service, as in the catalog: `cyclades_compute`. */
  service: string
  description: string | null
  /** `bytes`, or null for what is counted. */
  unit: string | null
  ui_visible: boolean
  api_visible: boolean
}

/** The resources that quotas are about. */
export class Resources extends Resource {
  /**
   * All resources.
   *
   * `GET /resources` · 200 · quota-api-guide § Get Resource List
   */
  list(options?: RequestOptions): List<ResourceInfo> {
    return List.of(async () => {
      const byName = await this.bare<Record<string, Omit<ResourceInfo, 'name'>>>('GET', 'resources', options)
      return Object.entries(byName).map(([name, info]) => ({ name, ...info }))
    })
  }
}
