import type { RequestOptions } from '@kamaki/core'
import { Resource, requireOptions } from '@kamaki/core/toolkit'

/** How many servers have a quantity, by the quantity as a string. */
export type Histogram = Record<string, number>

/** How many servers have a status, and what they have in total. */
export interface StatusTotals {
  count: number
  cpu: number
  /** MiB. */
  ram: number
  /** GiB. */
  disk: number
}

/** What anybody may read about a cloud. */
export interface PublicStats {
  /** By status. */
  servers: Record<string, StatusTotals>
  /** By status. */
  networks: Record<string, { count: number }>
}

/** The same in three numbers. Five minutes old at most. */
export interface SimpleStats {
  spawned_servers: number
  active_servers: number
  spawned_networks: number
}

export interface NodeStats {
  drained: boolean
  offline: boolean
  vm_capable: boolean
  instances: number
  cpu: number
  ram: { total: number; free: number }
  disk: { total: number; free: number }
}

export interface ClusterStats {
  drained: boolean
  offline: boolean
  hypervisor: string
  disk_templates: string[]
  virtual_servers: number
  virtual_cpu: number
  /** Bytes. */
  virtual_ram: number
  /** Bytes. */
  virtual_disk: number
  nodes: Record<string, NodeStats>
}

export interface ServerCounts {
  count: number
  cpu: Histogram
  /** Of bytes. */
  ram: Histogram
  /** By disk template, of bytes. */
  disk: Record<string, Histogram>
}

/** What administrators may read about a cloud. */
export interface CycladesStats {
  datetime: string
  clusters: Record<string, ClusterStats>
  servers: { started: ServerCounts; stopped: ServerCounts; error: ServerCounts }
  /** Absent if one backend is chosen. */
  readonly ip_pools?: { active: IpPoolStats; drained: IpPoolStats } | undefined
  /** Absent if one backend is chosen. */
  readonly networks?: Record<string, { active: number; error: number }> | undefined
  /** By `owner:osfamily:os`, over all backends. */
  images: Record<string, number>
}

export interface IpPoolStats {
  count: number
  total: number
  free: number
}

/** Which part of a cloud. */
export interface GetStatsDetailOptions extends RequestOptions {
  /** One backend only, by id or name of its cluster. */
  readonly backend?: number | string | undefined
}

/** Statistics of a whole cloud. */
export class CloudStats extends Resource {
  /**
   * Servers and networks by status, for anybody: no token is sent.
   *
   * `GET /stats` · 200 · admin/views.py:get_public_stats
   */
  async public(options?: RequestOptions): Promise<PublicStats> {
    return this.bare('GET', 'stats', { ...requireOptions(options), authenticate: false, expect: 200 })
  }

  /**
   * The three numbers on a cloud's front page, for anybody: no token is sent.
   *
   * `GET /stats/simple` · 200 · admin/views.py:get_public_stats_from_cache
   */
  async simple(options?: RequestOptions): Promise<SimpleStats> {
    return this.bare('GET', 'stats/simple', { ...requireOptions(options), authenticate: false, expect: 200 })
  }

  /**
   * All statistics, for administrators.
   *
   * `GET /stats/detail` · 200 · stats-api-guide § Cyclades Statistics
   * @throws {ForbiddenError} for users who are not in a group that may read them.
   */
  async detail(options: GetStatsDetailOptions = {}): Promise<CycladesStats> {
    const { backend, ...call } = requireOptions(options)
    return this.bare('GET', 'stats/detail', { ...call, query: { backend }, expect: 200 })
  }
}
