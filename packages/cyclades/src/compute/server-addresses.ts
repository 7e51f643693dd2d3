import type { RequestOptions } from '@kamaki/core'
import { path, Resource, requireId, requireOptions } from '@kamaki/core/toolkit'
import type { NetworkId, ServerId } from '../common/types.ts'
import type { Address, Attachment } from './server-types.ts'

/** How a server is connected. */
export interface ServerConnections {
  /** By network id. Two ports on one network share an entry: `attachments` tells them apart. */
  addresses: Record<string, Address[]>
  /** The `ACTIVE` ports. */
  attachments: Attachment[]
}

/** Addresses of servers. Ports and floating IPs are created in the network API. */
export class ServerAddresses extends Resource {
  /**
   * The addresses of a server on all its networks, and its ports.
   *
   * `GET /servers/{id}/ips` · 200 · compute-api-guide § List Server Connections
   */
  async all(serverId: ServerId, options?: RequestOptions): Promise<ServerConnections> {
    const where = path`servers/${requireId(serverId, 'serverId')}/ips`
    return this.bare('GET', where, { ...requireOptions(options), expect: 200 })
  }

  /**
   * The addresses of a server on one network, by the network's id; empty if it is not connected to it.
   *
   * `GET /servers/{id}/ips/{network}` · 200 · compute-api-guide § Connection with network
   * @throws {NotFoundError} if there is no such server or network.
   */
  async get(serverId: ServerId, networkId: NetworkId, options?: RequestOptions): Promise<Record<string, Address[]>> {
    const where = path`servers/${requireId(serverId, 'serverId')}/ips/${requireId(networkId, 'networkId')}`
    return this.unwrap<Record<string, Address[]>>('network', 'GET', where, { ...requireOptions(options), expect: 200 })
  }
}
