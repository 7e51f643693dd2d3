import type { NetworkCloud } from './network-cloud.ts'

const DAY = 24 * 3600_000

/** The public network that every cloud has: a pool of floating IPs, with IPv6 or without. */
export function addPublicNetwork(cloud: NetworkCloud, ipv6: boolean): void {
  // Made the day before: a poll for changes at the start finds none.
  const network = cloud.networks.addPublic('Internet', cloud.clock.now() - DAY)
  cloud.subnets.addPublic(network, 4, '203.0.113.0/24')
  if (ipv6) cloud.subnets.addPublic(network, 6, '2001:db8:1::/64')
}
