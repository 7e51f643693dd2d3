import { type Http, List, type RequestOptions } from '@kamaki/core'
import { member } from '../member.ts'

/** An extension of the API, as OpenStack describes one. */
export interface Extension {
  alias: string
  name: string
  [field: string]: unknown
}

/** Extensions of the API. A Synnefo cloud lists none, though it has some. */
export class Extensions {
  readonly #http: Http

  constructor(http: Http) {
    this.#http = http
  }

  /**
   * The extensions. Always empty on a Synnefo cloud.
   *
   * `GET /extensions` · 200 · extensions.py:list_extensions
   */
  list(options?: RequestOptions): List<Extension> {
    return List.of(async () => {
      return member<Extension[]>(this.#http, 'extensions', 'GET', 'extensions', { ...options, expect: 200 })
    })
  }
}
