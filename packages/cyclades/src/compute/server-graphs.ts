import type { RequestOptions } from '@kamaki/core'
import { path, Resource, requireId, requireOneOf, unwrap } from '@kamaki/core/toolkit'
import type { ServerId } from '../common/ids.ts'
import type { ServerStats } from './server-types.ts'

/** A bar for now, a time series of the last hours, and one of the last week. */
export type GraphType = 'cpu-bar' | 'net-bar' | 'cpu-ts' | 'net-ts' | 'cpu-ts-w' | 'net-ts-w'

/** The field of the statistics with the URL. The weekly graphs are not linked, but lie beside the others. */
const linkOf: Record<GraphType, keyof ServerStats> = {
  'cpu-bar': 'cpuBar',
  'net-bar': 'netBar',
  'cpu-ts': 'cpuTimeSeries',
  'net-ts': 'netTimeSeries',
  'cpu-ts-w': 'cpuTimeSeries',
  'net-ts-w': 'netTimeSeries',
}

/** Graphs of servers, drawn by a service of its own. */
export class ServerGraphs extends Resource {
  /**
   * A graph of a server as a PNG image. `servers.stats` gives the URLs of most of them, for a page to show.
   *
   * `GET /servers/{id}/stats` · 200, and without a token `GET <stats>/v1.0/{type}/{name}` · 200 · grapher.py:grapher
   * @throws {NotFoundError} if there is no such server, or nothing is known of it yet.
   */
  async get(id: ServerId, type: GraphType, options?: RequestOptions): Promise<Uint8Array> {
    requireOneOf(type, Object.keys(linkOf), 'type')
    const where = path`servers/${requireId(id, 'id')}/stats`
    const stats = await unwrap<ServerStats>(this.http, 'stats', 'GET', where, { ...options, expect: 200 })
    const url = String(stats[linkOf[type]]).replace(/\/[^/]+\/([^/]+)$/, `/${type}/$1`)
    // It is another service, which the token is none of the business of.
    const graph = await this.http.at(url).bytes('GET', '', { ...options, authenticate: false, expect: 200 })
    return graph.bytes
  }
}
