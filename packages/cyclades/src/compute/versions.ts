import { type Http, List, type RequestOptions } from '@kamaki/core'
import { member } from '../member.ts'
import { serviceRoot } from '../service-root.ts'
import type { Version, VersionDetail } from '../version-types.ts'

/** Versions of the compute API. No token is sent for them. */
export class Versions {
  readonly #http: Http

  constructor(http: Http) {
    this.#http = http
  }

  /**
   * The versions.
   *
   * `GET /` of the service, without a version · 200 · compute_versions.py:versions_list
   */
  list(options?: RequestOptions): List<Version> {
    const root = this.#http.at(serviceRoot(this.#http.endpointUrl))
    const call = { ...options, authenticate: false, expect: 200 }
    return List.of(() => member<Version[]>(root, 'versions', 'GET', '/', call))
  }

  /**
   * The version that this client speaks.
   *
   * `GET /` · 200 · compute_versions.py:version_details
   */
  async get(options?: RequestOptions): Promise<VersionDetail> {
    const call = { ...options, authenticate: false, expect: 200 }
    return member<VersionDetail>(this.#http, 'version', 'GET', '/', call)
  }
}
