import type { RequestOptions } from '@kamaki/core'
import {
  formatValue,
  Resource,
  rejectArgument,
  requireArray,
  requireOptions,
  requireString,
} from '@kamaki/core/toolkit'
import type { Quantity } from './quantity-types.ts'

/** How much of a resource a project may use, does use, and is about to use. In bytes for disk and memory, else a count. */
export interface ProjectQuotaCounters {
  /** `Infinity`: unlimited. */
  project_limit: Quantity
  project_usage: Quantity
  /** Counts in `project_usage` already, and is released if the commission is rejected. */
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

/** Which quotas of users to read. Ids are uuids; all if none are named. */
export interface ServiceQuotasOptions extends RequestOptions {
  readonly users?: string | readonly string[] | undefined
  readonly projects?: string | readonly string[] | undefined
}

/** Which quotas of projects to read. Ids are uuids; all if none are named. */
export interface ServiceProjectQuotasOptions extends RequestOptions {
  readonly projects?: string | readonly string[] | undefined
}

/** Limits and usage. */
export class Quotas extends Resource {
  /**
   * The quotas of the token's user, by project; the user's own (system) project has the user's uuid.
   *
   * `GET /quotas` · 200 · quota-api-guide § Get Quotas
   */
  async get(options?: RequestOptions): Promise<UserQuotas> {
    return this.bare('GET', 'quotas', options)
  }

  /**
   * The quotas of users on the resources of the calling component, whose token this needs. A project that a user
   * once belonged to stays listed, with limit 0.
   *
   * `GET /service_quotas` · 200 · quota-api-guide § Get Quotas per Service
   * @throws {NotFoundError} if users are named and none of them matches.
   */
  async service(options: ServiceQuotasOptions = {}): Promise<ServiceQuotas> {
    const { users, projects, ...call } = requireOptions(options)
    const query = { user: commaList(users, 'users'), project: commaList(projects, 'projects') }
    return this.bare('GET', 'service_quotas', { ...call, query })
  }

  /**
   * The quotas of projects on the resources of the calling component, whose token this needs. Suspended and terminated
   * projects have limit 0; those never approved are not found.
   *
   * `GET /service_project_quotas` · 200 · quota-api-guide § Get Quotas per Service
   * @throws {NotFoundError} if projects are named and none of them matches.
   */
  async serviceProjects(options: ServiceProjectQuotasOptions = {}): Promise<ServiceProjectQuotas> {
    const { projects, ...call } = requireOptions(options)
    const query = { project: commaList(projects, 'projects') }
    return this.bare('GET', 'service_project_quotas', { ...call, query })
  }
}

/** Ids as one query value. The server splits at commas and does not trim, so an id may hold neither. */
function commaList(ids: string | readonly string[] | undefined, parameter: string): string | undefined {
  if (ids === undefined) return undefined
  const list = typeof ids === 'string' ? [ids] : requireArray(ids, parameter)
  if (list.length === 0) rejectArgument(parameter, 'must name at least one; omit it to ask for all')
  for (const id of list) {
    requireString(id, parameter)
    if (id.includes(',')) rejectArgument(parameter, `must be one uuid each, without a comma; got ${formatValue(id)}`)
  }
  return list.join(',')
}

/**
 * What a member of a project may still take: the smaller of what member and project have left, never below 0.
 *
 * @throws {InvalidArgumentError} unless the four counters are integers (or limits of `Infinity`).
 */
export function availableQuota(counters: QuotaCounters): Quantity {
  const own = left(counters, 'limit', 'usage')
  const shared = left(counters, 'project_limit', 'project_usage')
  // biome-ignore lint/complexity/useMathMinMax: Math.min takes no bigint
  return own < shared ? own : shared
}

function left(counters: QuotaCounters, limitName: keyof QuotaCounters, usageName: keyof QuotaCounters): Quantity {
  const { [limitName]: limit, [usageName]: usage } = counters ?? {}
  if (limit === Number.POSITIVE_INFINITY) return limit
  const rest = integer(limit, `counters.${limitName}`) - integer(usage, `counters.${usageName}`)
  if (rest <= 0n) return 0
  return rest > BigInt(Number.MAX_SAFE_INTEGER) ? rest : Number(rest)
}

function integer(value: Quantity, parameter: string): bigint {
  if (typeof value === 'bigint' || Number.isSafeInteger(value)) return BigInt(value)
  return rejectArgument(parameter, `must be an integer; got ${formatValue(value)}`)
}
