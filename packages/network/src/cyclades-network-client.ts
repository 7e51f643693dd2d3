import { CycladesFloatingIps } from './cyclades-floating-ips.ts'
import { CycladesNetworks } from './cyclades-networks.ts'
import { CycladesPorts } from './cyclades-ports.ts'
import { CycladesSubnets } from './cyclades-subnets.ts'
import { CommonNetworkClient } from './network-client.ts'

/**
 * The network service of a Synnefo cloud: networks, subnets, ports, floating IPs.
 *
 *     const network = await astakos.client(CycladesNetworkClient)
 *     const { id } = await network.networks.create({ type: 'MAC_FILTERED', name: 'inside' })
 *     await network.subnets.create({ network_id: id, cidr: '10.0.0.0/24', gateway_ip: null })
 */
export class CycladesNetworkClient extends CommonNetworkClient {
  override readonly networks: CycladesNetworks = new CycladesNetworks(this.http)
  readonly subnets: CycladesSubnets = new CycladesSubnets(this.http)
  override readonly ports: CycladesPorts = new CycladesPorts(this.http)
  readonly floatingIps: CycladesFloatingIps = new CycladesFloatingIps(this.http)
}
