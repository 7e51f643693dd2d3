import type { ClientOptions, TokenSource } from '@kamaki/core'
import { CycladesFloatingIps } from './cyclades-floating-ips.ts'
import { CycladesNetworks } from './cyclades-networks.ts'
import { CycladesPorts } from './cyclades-ports.ts'
import { CycladesSubnets } from './cyclades-subnets.ts'
import { NetworkClient } from './network-client.ts'

/**
 * The network service of a Synnefo cloud: networks, subnets, ports, floating IPs.
 *
 *     const network = await astakos.client(CycladesNetworkClient)
 *     const { id } = await network.networks.create({ type: 'MAC_FILTERED', name: 'inside' })
 *     await network.subnets.create({ network_id: id, cidr: '10.0.0.0/24', gateway_ip: null })
 */
export class CycladesNetworkClient extends NetworkClient {
  override readonly networks: CycladesNetworks
  override readonly subnets: CycladesSubnets
  override readonly ports: CycladesPorts
  override readonly floatingIps: CycladesFloatingIps

  /** @param endpointUrl as the service catalog has it: `astakos.client(CycladesNetworkClient)` looks it up. */
  constructor(endpointUrl: string | URL, token: TokenSource, options?: ClientOptions) {
    super(endpointUrl, token, options)
    this.networks = new CycladesNetworks(this.http)
    this.subnets = new CycladesSubnets(this.http)
    this.ports = new CycladesPorts(this.http)
    this.floatingIps = new CycladesFloatingIps(this.http)
  }
}
