import { List, type MediaType, type RequestOptions, type Version } from '@kamaki/core'
import { requireOptions, serviceRoot, unwrap, unwrapped, Versions } from '@kamaki/core/toolkit'

/** A version of the identity API. */
export interface IdentityVersion extends Version {
  /** ISO 8601. */
  updated: string
}

/** A version with the formats that it speaks. */
export interface IdentityVersionDetail extends IdentityVersion {
  media_types: MediaType[]
}

/** Versions of the identity API. No token is sent for them. */
export class IdentityVersions extends Versions<IdentityVersion> {
  /**
   * All versions; no token is sent.
   *
   * `GET <identity>/` · 200 · snf-astakos-app/astakos/api/keystone_versions.py:versions_list
   */
  override list(options?: RequestOptions): List<IdentityVersion> {
    const root = this.http.at(serviceRoot(this.http.endpointUrl))
    const call = { ...requireOptions(options), authenticate: false, expect: 200 }
    return List.of(async () => {
      // The slash matters: without it the server responds with a web page.
      const versions = await unwrap<unknown>(root, 'versions', 'GET', '/', call)
      const read = { status: 200, method: 'GET', url: `${root.endpointUrl}/` }
      return unwrapped<IdentityVersion[]>(versions, 'values', read, 'array')
    })
  }

  /**
   * The version in use.
   *
   * `GET /` · 200 · snf-astakos-app/astakos/api/keystone_versions.py:version_details
   */
  async get(options?: RequestOptions): Promise<IdentityVersionDetail> {
    const call = { ...requireOptions(options), authenticate: false, expect: 200 }
    return this.unwrap('version', 'GET', '/', call)
  }
}
