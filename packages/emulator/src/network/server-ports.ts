import type { Cloud } from '../cloud.ts'
import { badRequest, forbidden, internalServerError } from '../http/fault.ts'
import { isObject } from '../http/json-body.ts'
import type { User } from '../identity/model.ts'
import { pythonText } from '../python/repr.ts'
import { MAX_PORTS_PER_SERVER, type Port, type ServerAddresses } from './model.ts'

/**
 * The ports of a server that is being created, from the `networks` of the request: each entry names a network (`uuid`, with a wanted
 * `fixed_ip`) or a port. None if it is left out, by this cloud's policy. Nothing is left over when it throws.
 * @throws {Fault} 400, 403, 404, 409 and 500 as `POST /servers` does
 */
export function planServerPorts(cloud: Cloud, user: User, networks: unknown): Port[] {
  if (networks === undefined || networks === null) return []
  if (!Array.isArray(networks)) throw badRequest("Malformed request. Invalid 'networks' field")
  const ports: Port[] = []
  try {
    for (const wanted of networks) ports.push(planPort(cloud, user, wanted))
    if (ports.length > MAX_PORTS_PER_SERVER) throw badRequest('Maximum ports per server limit reached')
  } catch (error) {
    cloud.ports.discard(ports)
    throw error
  }
  return ports
}

function planPort(cloud: Cloud, user: User, wanted: unknown): Port {
  if (!isObject(wanted)) throw badRequest("Malformed request. Invalid 'networks' field")
  const { port: portId, uuid, fixed_ip: address } = wanted
  if (portId !== undefined && portId !== null) return cloud.ports.get(user, portId)
  if (uuid === undefined || uuid === null) throw badRequest("Network 'uuid' or 'port' attribute is required.")
  const network = cloud.networks.get(user, uuid, { nonDeleted: true })
  const owner = user.uuid
  if (!network.public) {
    return cloud.ports.plan({ owner, network, ...(address == null ? {} : { address: pythonText(address) }) })
  }
  if (!network.subnets.some((subnet) => subnet.version === 4))
    throw forbidden(`Cannot connect to IPv6 only public network '${network.id}'`)
  // The server's message for a null address cannot be put together.
  if (address === null) throw internalServerError()
  const floatingIp =
    address === undefined ? cloud.floatingIps.free(user, network) : cloud.floatingIps.byAddress(user, address)
  return cloud.ports.plan({ owner, network, floatingIp })
}

/** Addresses by network (of several ports on one network, the last counts, as in the real server), and the ports themselves: active ones only. */
export function serverAddresses(ports: readonly Port[]): ServerAddresses {
  const shown: ServerAddresses = { addresses: {}, attachments: [] }
  for (const port of ports) {
    if (port.state !== 'ACTIVE') continue
    const type = port.ips.some((ip) => ip.floating) ? 'floating' : 'fixed'
    const byVersion = (version: number) => port.ips.find((ip) => ip.version === version)?.address ?? ''
    shown.attachments.push({
      network_id: String(port.network.id),
      mac_address: port.mac,
      ...(port.ips.length > 0 ? { 'OS-EXT-IPS:type': type } : {}),
      ...(port.firewallProfile === null ? {} : { firewallProfile: port.firewallProfile }),
      ipv4: byVersion(4),
      ipv6: byVersion(6),
      id: port.id,
    })
    shown.addresses[String(port.network.id)] = port.ips.map((ip) => ({
      version: ip.version,
      addr: ip.address,
      'OS-EXT-IPS:type': type,
    }))
  }
  return shown
}
