import type { RequestOptions } from '@kamaki/core'
import { misshapen, path, Resource, requireId, requireOneOf } from '@kamaki/core/toolkit'
import type { ServerId } from '../common/types.ts'
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
   * A graph of a server as a PNG image. `servers.stats` returns the URLs of most of them, for a page to show.
   *
   * `GET /servers/{id}/stats` · 200, and without a token `GET <stats>/v1.0/{type}/{name}` · 200 · grapher.py:grapher
   * @throws {NotFoundError} if there is no such server, or it has no statistics yet.
   */
  async get(serverId: ServerId, type: GraphType, options: RequestOptions = {}): Promise<Uint8Array> {
    requireOneOf(type, Object.keys(linkOf), 'type')
    const where = path`servers/${requireId(serverId, 'serverId')}/stats`
    return this.http.composite(`download of a graph of server ${serverId}`, options, async (request) => {
      const stats = await this.unwrap<ServerStats>('stats', 'GET', where, { ...request, expect: 200 })
      const link: unknown = stats[linkOf[type]]
      if (typeof link !== 'string' || !/^https?:/i.test(link) || !URL.canParse(link)) {
        const call = { status: 200, method: 'GET', url: `${this.http.endpointUrl}/${where}` }
        throw misshapen(call, `has no URL in its '${linkOf[type]}' field`)
      }
      const url = link.replace(/\/[^/]+\/([^/]+)$/, `/${type}/$1`)
      // A different service: the token must not be sent to it.
      const graph = await this.http.at(url).bytes('GET', '', { ...request, authenticate: false, expect: 200 })
      return graph.bytes
    })
  }
}
