import { type Link, selfLinks } from '../http/links.ts'
import { isoDate } from '../python/dates.ts'
import { formatIpv4 } from './ipv4.ts'
import type { Network, Port, Subnet } from './model.ts'

function links(origin: string, path: string): Link[] {
  return selfLinks(`${origin}/cyclades/network/v2.0/${path}`)
}

export function renderNetwork(network: Network, origin: string): Record<string, unknown> {
  return {
    id: String(network.id),
    name: network.name,
    links: links(origin, `networks/${network.id}`),
    user_id: network.owner,
    tenant_id: network.project,
    shared_to_project: network.sharedToProject,
    type: network.type,
    updated: isoDate(network.updated),
    created: isoDate(network.created),
    status: network.deleted ? 'DELETED' : 'ACTIVE',
    public: network.public,
    shared: network.public,
    'router:external': network.public,
    admin_state_up: true,
    subnets: network.subnets.map(({ id }) => String(id)),
    'SNF:floating_ip_pool': network.floatingIpPool,
    deleted: network.deleted,
  }
}

export function renderSubnet(subnet: Subnet, origin: string): Record<string, unknown> {
  const { network } = subnet
  return {
    id: String(subnet.id),
    network_id: String(network.id),
    name: subnet.name ?? '',
    tenant_id: network.owner,
    user_id: network.owner,
    public: network.public,
    gateway_ip: subnet.gateway,
    ip_version: subnet.version,
    cidr: subnet.cidr,
    enable_dhcp: subnet.dhcp,
    dns_nameservers: subnet.dnsNameservers,
    host_routes: subnet.hostRoutes,
    allocation_pools: subnet.pools.map(({ start, end }) => ({ start: formatIpv4(start), end: formatIpv4(end) })),
    deleted: network.deleted,
    ...(subnet.version === 6 ? { enable_slaac: subnet.dhcp } : {}),
    links: links(origin, `subnets/${subnet.id}`),
  }
}

export function renderPort(port: Port, origin: string): Record<string, unknown> {
  return {
    id: String(port.id),
    name: port.name,
    links: links(origin, `ports/${port.id}`),
    user_id: port.owner,
    tenant_id: port.owner,
    device_id: port.serverId === null ? null : String(port.serverId),
    admin_state_up: true,
    mac_address: port.mac,
    status: port.state,
    device_owner: port.serverId === null ? null : 'vm',
    network_id: String(port.network.id),
    updated: isoDate(port.updated),
    created: isoDate(port.created),
    fixed_ips: port.ips.map((ip) => ({ ip_address: ip.address, subnet: String(ip.subnet.id) })),
    security_groups: [],
  }
}
