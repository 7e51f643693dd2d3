import type { RequestOptions } from '@kamaki/core'
import { Resource } from '@kamaki/core/toolkit'
import type { Caller } from './caller.ts'
import { commaList } from './comma-list.ts'
import type { Quantity } from './quantity.ts'

/** How much of a resource a project may use, does use, and is about to use. Bytes for disk and memory, else pieces. */
export interface ProjectQuotaCounters {
  /** `Infinity`: unlimited. */
  project_limit: Quantity
  project_usage: Quantity
  /** Counts in `project_usage` already, and is given back if the commission is rejected. */
  project_pending: Quantity
}

/** The same for one member of a project. */
export interface QuotaCounters extends ProjectQuotaCounters {
  /** `Infinity`: unlimited. */
  limit: Quantity
  usage: Quantity
  pending: Quantity
}

/** Project uuid → resource name → counters. */
export type UserQuotas = Record<string, Record<string, QuotaCounters>>
/** User uuid → project uuid → resource name → counters. */
export type ServiceQuotas = Record<string, UserQuotas>
/** Project uuid → resource name → counters. */
export type ServiceProjectQuotas = Record<string, Record<string, ProjectQuotaCounters>>

/** Limits and usage. */
export class Quotas extends Resource<Caller> {
  /**
   * The quotas of the token's user, by project; the user's own (system) project has the user's uuid.
   *
   * `GET /quotas` · 200 · quota-api-guide § Get Quotas
   */
  async get(options?: RequestOptions): Promise<UserQuotas> {
    return this.http.json('GET', 'quotas', options)
  }

  /**
   * The quotas of users on the resources of the calling component, whose token this needs. A project that a user
   * once belonged to stays listed, with limit 0.
   *
   * `GET /service_quotas` · 200 · quota-api-guide § Get Quotas per Service
   * @throws {NotFoundError} if users are named and none of them matches.
   */
  async service(
    options: RequestOptions & {
      users?: string | readonly string[] | undefined
      projects?: string | readonly string[] | undefined
    } = {},
  ): Promise<ServiceQuotas> {
    const { users, projects, ...rest } = options
    const query = { user: commaList(users, 'users'), project: commaList(projects, 'projects') }
    return this.http.json('GET', 'service_quotas', { ...rest, query })
  }

  /**
   * The quotas of projects on the resources of the calling component, whose token this needs. Suspended and terminated
   * projects have limit 0; those never approved are not found.
   *
   * `GET /service_project_quotas` · 200 · quota-api-guide § Get Quotas per Service
   * @throws {NotFoundError} if projects are named and none of them matches.
   */
  async serviceProjects(
    options: RequestOptions & { projects?: string | readonly string[] | undefined } = {},
  ): Promise<ServiceProjectQuotas> {
    const { projects, ...rest } = options
    return this.http.json('GET', 'service_project_quotas', {
      ...rest,
      query: { project: commaList(projects, 'projects') },
    })
  }
}

/** What a member of a project may still take: the smaller of what member and project have left, never below 0. */
export function availableQuota(counters: QuotaCounters): Quantity {
  const own = left(counters.limit, counters.usage)
  const shared = left(counters.project_limit, counters.project_usage)
  // biome-ignore lint/complexity/useMathMinMax: Math.min takes no bigint
  return own < shared ? own : shared
}

function left(limit: Quantity, usage: Quantity): Quantity {
  if (limit === Number.POSITIVE_INFINITY) return limit
  const rest = BigInt(limit) - BigInt(usage)
  if (rest <= 0n) return 0
  return rest > BigInt(Number.MAX_SAFE_INTEGER) ? rest : Number(rest)
}
