import { type Http, List, type Open, type RequestOptions } from '@kamaki/core'
import { member } from './member.ts'

/** A version of the registry's API. There are two, `v1.0` and its other name `v1`. */
export interface Version {
  id: Open<'v1.0' | 'v1'>
  status: Open<'CURRENT'>
  links: { rel: Open<'self'>; href: string }[]
  media_types: { base: string; type: string }[]
}

/** The versions that the registry speaks. */
export class Versions {
  readonly #http: Http

  constructor(http: Http) {
    this.#http = http
  }

  /**
   * All versions; no token is sent.
   *
   * `GET /` of the unversioned endpoint · 200 · plankton/versions.py:versions_list
   */
  list(options?: RequestOptions): List<Version> {
    const root = this.#http.at(this.#http.endpointUrl.replace(/\/v[0-9.]+$/, ''))
    return List.of(() => member<Version[]>(root, 'versions', '', { ...options, authenticate: false }))
  }
}
