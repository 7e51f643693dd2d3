import { type Http, List, type Open, type RequestOptions } from '@kamaki/core'
import type { Link } from './link.ts'
import { member } from './member.ts'

/** A version of the network API. */
export interface Version {
  /** `v2.0` */
  id: string
  status: Open<'CURRENT'>
  links: Link[]
}

/** The versions that the service speaks. */
export class Versions {
  readonly #http: Http

  constructor(http: Http) {
    this.#http = http
  }

  /**
   * All versions; no token is sent.
   *
   * `GET /` of the unversioned endpoint · 200 · network_versions.py:versions_list
   */
  list(options?: RequestOptions): List<Version> {
    const root = this.#http.at(this.#http.endpointUrl.replace(/\/v[0-9.]+$/, ''))
    return List.of(() => member<Version[]>(root, 'versions', 'GET', '', { ...options, authenticate: false }))
  }
}
