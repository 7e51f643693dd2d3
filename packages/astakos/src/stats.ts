import type { RequestOptions } from '@kamaki/core'
import { Resource } from '@kamaki/core/toolkit'
import type { Quantity } from './quantity-types.ts'

/** How many users there are. */
export interface PublicStats {
  users: { total: number; active: number }
}

/** Users who log in in one way. */
export interface ProviderStats {
  total: number
  verified: number
  active: number
  /** Users who can log in in this way only. Not in `all`. */
  readonly exclusive?: number | undefined
}

/** Users and resources of the cloud. */
export interface AstakosStats {
  /** As C writes dates: `Thu May  8 13:44:44 2014`. */
  datetime: string
  providers: string[]
  /** By provider, and `all`. */
  users: Record<string, ProviderStats>
  /** By provider, and `all`; within each by resource. */
  resources: Record<
    string,
    Record<string, { used: Quantity; allocated: Quantity; unit: string | null; description: string }>
  >
}

/** Statistics of Astakos. Not in the service catalog: `<astakos>/admin` is derived from the authentication URL. */
export class Stats extends Resource {
  /**
   * How many users there are. For everybody.
   *
   * `GET <astakos>/admin/stats` · 200 · snf-astakos-app/astakos/admin/views.py:get_public_stats
   */
  async public(options?: RequestOptions): Promise<PublicStats> {
    return this.bare('GET', 'stats', options)
  }

  /**
   * All statistics. For users in a permitted group (`admin-stats` by default).
   *
   * `GET <astakos>/admin/stats/detail` · 200 · stats-api-guide § Astakos Statistics
   * @throws {ForbiddenError} if the token's user is in no such group.
   */
  async detail(options?: RequestOptions): Promise<AstakosStats> {
    return this.bare('GET', 'stats/detail', options)
  }
}
