import type { Cloud } from '../cloud.ts'
import { badRequest, itemNotFound } from '../http/fault.ts'
import type { User } from '../identity/model.ts'
import { pythonInt } from '../python/int.ts'
import { pythonText } from '../python/repr.ts'
import type { Server } from './model.ts'

const PROFILES = ['ENABLED', 'DISABLED', 'PROTECTED'] as const

/**
 * Sets the firewall of one of the server's ports. No task is shown.
 * @throws {Fault} 400 profile or port missing or invalid, wrong state; 404 no such port on the server; 409 being built
 */
export function setFirewall(cloud: Cloud, server: Server, profile: unknown, nic: unknown): void {
  if (profile === undefined || profile === null) throw badRequest("Missing 'profile' attribute")
  if (nic === undefined || nic === null) throw badRequest("Missing 'nic' attribute")
  cloud.servers.checkAction(server, 'SET_FIREWALL_PROFILE')
  const id = pythonInt(nic)
  if (id === undefined) throw badRequest(`Invalid NIC ID '${pythonText(nic)}'`)
  const port = cloud.ports.ofServer(server.id).find((other) => other.id === id)
  if (!port) throw itemNotFound(`NIC '${id}' not found`)
  const known = PROFILES.find((other) => other === profile)
  if (!known) throw badRequest('Unsupported firewall profile')
  cloud.ports.planFirewallProfile(port, known)
}

/** @throws {Fault} 400 address missing, wrong state; 404 no such address; 409 in use, or being built */
export function addFloatingIp(cloud: Cloud, user: User, server: Server, address: unknown): void {
  if (address === undefined || address === null) throw badRequest("Missing 'address' attribute")
  const floatingIp = cloud.floatingIps.byAddress(user, address)
  // An address in use is rejected before the server's state is looked at.
  if (!floatingIp.port) cloud.servers.checkAction(server, 'CONNECT')
  cloud.ports.createWithFloatingIp(server, floatingIp)
  cloud.servers.queueJob(server, 'CONNECT')
}

/**
 * Looks among the addresses of the server's owner and those shared with the caller's projects, which may be on another
 * server than the one that was named.
 * @throws {Fault} 400 address missing, on no port, wrong state; 404; 409 being built
 */
export function removeFloatingIp(cloud: Cloud, user: User, server: Server, address: unknown): void {
  if (address === undefined || address === null) throw badRequest("Missing 'address' attribute")
  const { port } = cloud.floatingIps.ofOwnerByAddress(server.owner, user, address)
  if (!port) throw badRequest(`Floating IP ${pythonText(address)} not attached to instance`)
  cloud.ports.disconnect(port)
}
