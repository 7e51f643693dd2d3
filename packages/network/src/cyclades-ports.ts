import type { RequestOptions } from '@kamaki/core'
import {
  rejectArgument,
  requireArray,
  requireId,
  requireIpv4,
  requireKnownFields,
  requireString,
} from '@kamaki/core/toolkit'
import { NAME } from './checks.ts'
import { createSequentially } from './create-sequentially.ts'
import type { NetworkId, PortId } from './ids.ts'
import { type Port, Ports } from './ports.ts'

/** A new port of a Synnefo cloud. */
export interface NewCycladesPort {
  network_id: NetworkId
  /** Id of the server to connect. Without it the port stays DOWN until a server is created with it. */
  readonly device_id?: number | string | undefined
  /**
   * One address at most. On a public network it must be one of the user's free floating IPs there. On a private network the server
   * ignores it and picks an address itself: see `fixed_ips` of the port that is returned.
   */
  readonly fixed_ips?: readonly { ip_address: string }[] | undefined
  /** At most 128 characters. */
  readonly name?: string | undefined
  /** Ids of groups that an administrator has created: users can neither create nor list any. */
  readonly security_groups?: readonly (number | string)[] | undefined
}

/** What can be changed of a port of a Synnefo cloud. */
export interface CycladesPortChanges {
  /** At most 128 characters, not empty: a name cannot be removed. */
  readonly name?: string | undefined
  /** Replaces the set unless it is empty. */
  readonly security_groups?: readonly (number | string)[] | undefined
}

const FIELDS: readonly string[] = ['network_id', 'device_id', 'fixed_ips', 'name', 'security_groups']

/** Ports of a Synnefo cloud. */
export class CycladesPorts extends Ports {
  /**
   * Creates a port, on a server if `device_id` is set: then it is in BUILD until the server has it, and `waitUntil(portId, 'ACTIVE')` waits for
   * that. This is also how a floating IP gets on a server.
   *
   *     const ip = await network.floatingIps.create()
   *     await network.ports.create({
   *       network_id: ip.floating_network_id,
   *       device_id: server.id,
   *       fixed_ips: [{ ip_address: ip.floating_ip_address }],
   *     })
   *
   * `POST /ports` · 201 · network-api-guide § Create port
   * @throws {ConflictError} while the server is being built, or if no address is free or the floating IP is in use.
   * @throws {BadRequestError} if the server is busy, has 8 ports, or the network is public and no floating IP is named.
   * @throws {NotFoundError} if the user can see no such network, server or floating IP.
   */
  override async create(port: NewCycladesPort, options?: RequestOptions): Promise<Port> {
    checkPort(port, '')
    return this.post(port, options)
  }

  /**
   * Creates several ports, one after the other, since Synnefo takes one per request. All are checked before the first is sent.
   *
   * `POST /ports`, for each
   * @throws {PartialCreateError} with those created so far, if one fails after the first.
   */
  override async createMany(ports: readonly NewCycladesPort[], options?: RequestOptions): Promise<Port[]> {
    return createSequentially(this.http, 'ports', ports, checkPort, (port, each) => this.post(port, each), options)
  }

  /**
   * Renames a port. Whoever can see a port may do this.
   *
   * `PUT /ports/{id}` · 200 · network-api-guide § Update port
   * @throws {NotFoundError} if the user can see no such port, or there is no such security group.
   */
  override async update(portId: PortId, changes: CycladesPortChanges, options?: RequestOptions): Promise<Port> {
    requireKnownFields(changes, ['name', 'security_groups'], '')
    if (changes.name !== undefined) requireString(changes.name, 'name', { ...NAME, allowEmpty: false })
    return super.update(portId, changes, options)
  }
}

/** Rejects what the server would reject anyway. */
function checkPort(port: NewCycladesPort, prefix: string): void {
  requireKnownFields(port, FIELDS, prefix)
  requireId(port.network_id, `${prefix}network_id`)
  if (port.device_id !== undefined) requireId(port.device_id, `${prefix}device_id`)
  if (port.name !== undefined) requireString(port.name, `${prefix}name`, NAME)
  if (port.fixed_ips !== undefined) checkFixedIps(port.fixed_ips, `${prefix}fixed_ips`)
}

function checkFixedIps(ips: readonly { ip_address: string }[], parameter: string): void {
  requireArray(ips, parameter)
  if (ips.length > 1) rejectArgument(parameter, `must have at most one address; it has ${ips.length}`)
  for (const [index, ip] of ips.entries()) {
    requireKnownFields(ip, ['ip_address'], `${parameter}[${index}].`)
    requireIpv4(ip.ip_address, `${parameter}[${index}].ip_address`)
  }
}
