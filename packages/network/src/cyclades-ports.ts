import type { RequestOptions } from '@kamaki/core'
import {
  omitUndefined,
  path,
  rejectArgument,
  requireId,
  requireIpv4,
  requireList,
  requireText,
  unwrap,
} from '@kamaki/core/toolkit'
import { checkKeys, NAME } from './checks.ts'
import { createEach } from './create-sequentially.ts'
import type { NetworkId, PortId } from './ids.ts'
import { type Port, Ports } from './ports.ts'

/** A port to make on a Synnefo cloud. */
export interface NewCycladesPort {
  network_id: NetworkId
  /** Id of the server to connect. Without it the port stays DOWN until a server is made with it. */
  device_id?: number | string | undefined
  /**
   * One address at most. On a public network it must be one of the user's free floating IPs there. On a private network the server
   * ignores it and picks an address itself: see `fixed_ips` of the port that comes back.
   */
  fixed_ips?: readonly { ip_address: string }[] | undefined
  /** At most 128 characters. */
  name?: string | undefined
  /** Ids of groups that an administrator has made: there is no way to make or list any. */
  security_groups?: readonly (number | string)[] | undefined
}

/** What can be changed of a port. */
export interface CycladesPortChanges {
  /** At most 128 characters, not empty: a name cannot be taken away. */
  name?: string | undefined
  /** Replaces the set if it is not empty. */
  security_groups?: readonly (number | string)[] | undefined
}

const KEYS: readonly string[] = ['network_id', 'device_id', 'fixed_ips', 'name', 'security_groups']

/** Ports of a Synnefo cloud. */
export class CycladesPorts extends Ports {
  /**
   * Makes a port, on a server if one is named: then it is in BUILD until the server has it, and `waitUntil(id, 'ACTIVE')` waits for
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
   * @throws {NotFoundError} if the user sees no such network, server or floating IP.
   */
  override async create(port: NewCycladesPort, options?: RequestOptions): Promise<Port> {
    this.checkNew(port, '')
    return unwrap<Port>(this.http, 'port', 'POST', 'ports', {
      ...options,
      json: { port: omitUndefined(port) },
      expect: 201,
    })
  }

  /**
   * Makes several ports, one after the other: Synnefo does not take many at once. All are checked before the first is sent.
   *
   * `POST /ports`, for each
   * @throws {BatchError} with those made so far, if one fails after the first.
   */
  override async createMany(ports: readonly NewCycladesPort[], options?: RequestOptions): Promise<Port[]> {
    for (const [index, port] of requireList(ports, 'ports').entries()) this.checkNew(port, `ports[${index}].`)
    return createEach(ports, (port, each) => this.create(port, each), 'ports', options)
  }

  protected override checkNew(port: NewCycladesPort, at: string): void {
    checkKeys(port, KEYS, at)
    if (port.network_id === undefined) rejectArgument(`${at}network_id`, 'is missing')
    requireId(port.network_id, `${at}network_id`)
    if (port.device_id !== undefined) requireId(port.device_id, `${at}device_id`)
    if (port.name !== undefined) requireText(port.name, `${at}name`, NAME)
    if (port.fixed_ips !== undefined) checkFixedIps(port.fixed_ips, `${at}fixed_ips`)
  }

  /**
   * Renames a port. Whoever sees a port may do this.
   *
   * `PUT /ports/{id}` · 200 · network-api-guide § Update port
   * @throws {NotFoundError} if the user sees no such port, or there is no such security group.
   */
  override async update(id: PortId, changes: CycladesPortChanges, options?: RequestOptions): Promise<Port> {
    checkKeys(changes, ['name', 'security_groups'], '')
    if (changes.name !== undefined) requireText(changes.name, 'name', { ...NAME, mayBeEmpty: false })
    const where = path`ports/${requireId(id, 'id')}`
    return unwrap<Port>(this.http, 'port', 'PUT', where, {
      ...options,
      json: { port: omitUndefined(changes) },
      expect: 200,
    })
  }
}

function checkFixedIps(list: readonly { ip_address: string }[], parameter: string): void {
  requireList(list, parameter)
  if (list.length > 1) rejectArgument(parameter, `must have one address at most; it has ${list.length}`)
  for (const [index, ip] of list.entries()) {
    checkKeys(ip, ['ip_address'], `${parameter}[${index}].`)
    requireIpv4(ip.ip_address, `${parameter}[${index}].ip_address`)
  }
}
