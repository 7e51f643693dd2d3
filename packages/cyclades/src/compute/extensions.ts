import type { List, RequestOptions } from '@kamaki/core'
import { Resource, requireOptions } from '@kamaki/core/toolkit'

/** An extension of the API, as OpenStack describes one. */
export interface Extension {
  alias: string
  name: string
  [field: string]: unknown
}

/** Extensions of the API. A Synnefo cloud lists none, though it has some. */
export class Extensions extends Resource {
  /**
   * The extensions. Always empty on a Synnefo cloud.
   *
   * `GET /extensions` · 200 · extensions.py:list_extensions
   */
  list(options?: RequestOptions): List<Extension> {
    return this.unwrapList<Extension>('extensions', 'extensions', { ...requireOptions(options), expect: 200 })
  }
}
