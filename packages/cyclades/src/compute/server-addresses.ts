import type { RequestOptions } from '@kamaki/core'
import { path, Resource, requireId, unwrap } from '@kamaki/core/toolkit'
import type { NetworkId, ServerId } from '../common/ids.ts'
import type { Address, Attachment } from './server-types.ts'

/** How a server is connected. */
export interface ServerConnections {
  /** By network id as text. Two ports on one network share an entry: `attachments` tells them apart. */
  addresses: Record<string, Address[]>
  /** The `ACTIVE` ports. */
  attachments: Attachment[]
}

/** Addresses of servers. Ports and floating IPs are made in the network API. */
export class ServerAddresses extends Resource {
  /**
   * The addresses of a server on all its networks, and its ports.
   *
   * `GET /servers/{id}/ips` · 200 · compute-api-guide § List Server Connections
   */
  async list(id: ServerId, options?: RequestOptions): Promise<ServerConnections> {
    return this.http.json('GET', path`servers/${requireId(id, 'id')}/ips`, { ...options, expect: 200 })
  }

  /**
   * The addresses of a server on one network, under the network's id; nothing if it is not connected to it.
   *
   * `GET /servers/{id}/ips/{network}` · 200 · compute-api-guide § Connection with network
   * @throws {NotFoundError} if there is no such server or network.
   */
  async get(id: ServerId, network: NetworkId, options?: RequestOptions): Promise<Record<string, Address[]>> {
    const where = path`servers/${requireId(id, 'id')}/ips/${requireId(network, 'network')}`
    return unwrap<Record<string, Address[]>>(this.http, 'network', 'GET', where, { ...options, expect: 200 })
  }
}
