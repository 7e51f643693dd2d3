import { type Http, List, type Open, type RequestOptions } from '@kamaki/core'

/** A link of the version documents. */
export interface Link {
  rel: string
  href: string
  /** Only on `describedby` links. */
  type?: string
}

/** A version of the identity API. */
export interface Version {
  /** `v2.0` */
  id: string
  status: Open<'CURRENT'>
  links: Link[]
  /** ISO 8601. */
  updated: string
}

/** A version with the formats that it speaks. */
export interface VersionDetail extends Version {
  media_types: { base: string; type: string }[]
}

/** Versions of the identity API. No token is needed. */
export class Versions {
  readonly #http: Http

  constructor(http: Http) {
    this.#http = http
  }

  /**
   * The versions that the cloud speaks.
   *
   * `GET <identity>/` · 200 · snf-astakos-app/astakos/api/keystone_versions.py:versions_list
   */
  list(options?: RequestOptions): List<Version> {
    return List.of(async () => {
      const root = this.#http.at(this.#http.endpointUrl.replace(/\/v\d[\d.]*$/, ''))
      // The slash matters: without it the server answers with a web page.
      return (await root.json<{ versions: { values: Version[] } }>('GET', '/', options)).versions.values
    })
  }

  /**
   * The version in use.
   *
   * `GET /` · 200 · snf-astakos-app/astakos/api/keystone_versions.py:version_details
   */
  async get(options?: RequestOptions): Promise<VersionDetail> {
    return (await this.#http.json<{ version: VersionDetail }>('GET', '/', options)).version
  }
}
