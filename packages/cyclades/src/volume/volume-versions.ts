import { type Http, List, type RequestOptions } from '@kamaki/core'
import { member } from '../member.ts'
import { serviceRoot } from '../service-root.ts'
import type { VolumeVersion } from '../version-types.ts'

/** Versions of the block storage API. */
export class VolumeVersions {
  readonly #http: Http

  constructor(http: Http) {
    this.#http = http
  }

  /**
   * The versions. No token is sent for them.
   *
   * `GET /` of the service, without a version · 200 · volume/versions.py:versions_list
   */
  list(options?: RequestOptions): List<VolumeVersion> {
    const root = this.#http.at(serviceRoot(this.#http.endpointUrl))
    const call = { ...options, authenticate: false, expect: 200 }
    return List.of(() => member<VolumeVersion[]>(root, 'versions', 'GET', '/', call))
  }
}
