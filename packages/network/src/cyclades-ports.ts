import { path, type RequestOptions } from '@kamaki/core'
import { checkIpv4 } from './addresses.ts'
import { createEach } from './batch.ts'
import { checkId, checkKeys, checkList, checkName, defined, refuse } from './checks.ts'
import type { NetworkId, PortId } from './ids.ts'
import { member } from './member.ts'
import { type Port, Ports } from './ports.ts'

/** A port to make on a Synnefo cloud. */
export interface NewCycladesPort {
  network_id: NetworkId
  /** Id of the server to connect. Without it the port stays DOWN until a server is made with it. */
  device_id?: string | number | undefined
  /**
   * One address at most. On a public network it must be one of the user's free floating IPs there. On a private network the server
   * ignores it and picks an address itself: see `fixed_ips` of the port that comes back.
   */
  fixed_ips?: readonly { ip_address: string }[] | undefined
  /** At most 128 characters. */
  name?: string | undefined
  /** Ids of groups that an administrator has made: there is no way to make or list any. */
  security_groups?: readonly (string | number)[] | undefined
}

/** What can be changed of a port. */
export interface CycladesPortChanges {
  /** At most 128 characters, not empty: a name cannot be taken away. */
  name?: string | undefined
  /** Replaces the set if it is not empty. */
  security_groups?: readonly (string | number)[] | undefined
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
  override async create(init: NewCycladesPort, options?: RequestOptions): Promise<Port> {
    this.checkNew(init, '')
    return member<Port>(this.http, 'port', 'POST', 'ports', { ...options, json: { port: defined(init) } })
  }

  /**
   * Makes several ports, one after the other: Synnefo does not take many at once. All are checked before the first is sent.
   *
   * `POST /ports`, for each
   * @throws {BatchError} with those made so far, if one fails after the first.
   */
  override async createMany(inits: readonly NewCycladesPort[], options?: RequestOptions): Promise<Port[]> {
    for (const [index, init] of checkList(inits, 'ports').entries()) this.checkNew(init, `ports[${index}].`)
    return createEach(inits, (init, each) => this.create(init, each), 'ports', options)
  }

  protected override checkNew(init: NewCycladesPort, at: string): void {
    checkKeys(init, KEYS, at)
    if (init.network_id === undefined) refuse(`${at}network_id`, 'is missing')
    checkId(init.network_id, `${at}network_id`)
    if (init.device_id !== undefined) checkId(init.device_id, `${at}device_id`)
    if (init.name !== undefined) checkName(init.name, `${at}name`, { mayBeEmpty: true })
    if (init.fixed_ips !== undefined) checkFixedIps(init.fixed_ips, `${at}fixed_ips`)
  }

  /**
   * Renames a port. Whoever sees a port may do this.
   *
   * `PUT /ports/{id}` · 200 · network-api-guide § Update port
   * @throws {NotFoundError} if the user sees no such port, or there is no such security group.
   */
  override async update(id: PortId, changes: CycladesPortChanges, options?: RequestOptions): Promise<Port> {
    checkKeys(changes, ['name', 'security_groups'], '')
    if (changes.name !== undefined) checkName(changes.name, 'name')
    const where = path`ports/${checkId(id, 'id')}`
    return member<Port>(this.http, 'port', 'PUT', where, { ...options, json: { port: defined(changes) } })
  }
}

function checkFixedIps(list: readonly { ip_address: string }[], parameter: string): void {
  checkList(list, parameter)
  if (list.length > 1) refuse(parameter, `must have one address at most; it has ${list.length}`)
  for (const [index, ip] of list.entries()) {
    checkKeys(ip, ['ip_address'], `${parameter}[${index}].`)
    checkIpv4(ip.ip_address, `${parameter}[${index}].ip_address`)
  }
}
