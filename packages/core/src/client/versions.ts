import { unwrapList } from '../http/envelope.ts'
import type { List } from '../http/list.ts'
import type { RequestOptions } from '../transport/options.ts'
import { requireOptions } from '../validate/require.ts'
import { serviceRoot } from './endpoint.ts'
import type { LiteralUnion } from './literal-union.ts'
import { Resource } from './resource.ts'

/** A hyperlink in a response. Clients need none of them: ids are enough. */
export interface Link {
  rel: LiteralUnion<'self' | 'bookmark' | 'alternate' | 'describedby'>
  href: string
  readonly type?: string | undefined
}

/** A version of an API. Some services add more fields. */
export interface Version {
  /** `v2.0`, for example. */
  id: string
  status: LiteralUnion<'CURRENT' | 'SUPPORTED' | 'DEPRECATED'>
  links: Link[]
}

/** A format that a version of an API supports. */
export interface MediaType {
  base: string
  type: string
}

/** The API versions of a service. */
export class Versions<V extends Version = Version> extends Resource {
  /**
   * All versions. No token is sent.
   *
   * `GET /` of the endpoint without its version · 200
   */
  list(options?: RequestOptions): List<V> {
    const root = this.http.at(serviceRoot(this.http.endpointUrl))
    return unwrapList<V>(root, 'versions', '/', { ...requireOptions(options), authenticate: false, expect: 200 })
  }
}
