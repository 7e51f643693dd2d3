import {
  ApiError,
  type Http,
  List,
  type Open,
  path,
  type RequestOptions,
  type WaitOptions,
  waitFor,
} from '@kamaki/core'
import { checkId, checkKeys, checkList, defined, refuse } from './checks.ts'
import type { NetworkId, PortId } from './ids.ts'
import type { Link } from './link.ts'
import type { DetailOption } from './list-options.ts'
import { member, members } from './member.ts'
import { type StatusRules, type Target, waitUntilStatus, waitWhileStatus } from './status-wait.ts'

/** Where a port stands. DOWN: it is on no server. */
export type PortStatus = Open<'ACTIVE' | 'BUILD' | 'DOWN' | 'ERROR'>

/** An address of a port. */
export interface FixedIp {
  ip_address: string
  /** Id of the subnet (named `subnet`, not `subnet_id` as in OpenStack). */
  subnet: string
}

/** A port: what connects a server to a network. */
export interface Port {
  /** Digits. */
  id: string
  /** null or empty if there is none. */
  name: string | null
  status: PortStatus
  /** Digits. */
  network_id: string
  /** Id of the server as text; null if it is on none. */
  device_id: string | null
  device_owner: Open<'vm'> | null
  user_id: string
  /** The same as `user_id` (not the project, as on networks and floating IPs). */
  tenant_id: string
  /** Always true. */
  admin_state_up: boolean
  /** null until it was ACTIVE on a server. */
  mac_address: string | null
  fixed_ips: FixedIp[]
  /** Always empty. */
  security_groups: never[]
  /** ISO 8601 in UTC. */
  created: string
  updated: string
  links: Link[]
}

/** A port to make, in the dialect of OpenStack. */
export interface NewPort {
  network_id: NetworkId
  name?: string | undefined
  fixed_ips?: readonly { ip_address?: string | undefined; subnet_id?: string | undefined }[] | undefined
  security_groups?: readonly (string | number)[] | undefined
  admin_state_up?: boolean | undefined
  mac_address?: string | undefined
  status?: string | undefined
}

/** What can be changed of a port in OpenStack. */
export type PortChanges = Partial<NewPort>

const KEYS: readonly string[] = [
  'network_id',
  'name',
  'fixed_ips',
  'security_groups',
  'admin_state_up',
  'mac_address',
  'status',
]

/** Ports, in the plain dialect of OpenStack. */
export class Ports {
  protected readonly http: Http

  constructor(http: Http) {
    this.http = http
  }

  /**
   * The ports that the user sees: own ones, those on his servers and private networks, those with his floating IPs.
   *
   * `GET /ports`, `GET /ports/detail` · 200 · network-api-guide § List ports
   */
  list({ detail }: DetailOption = {}, options?: RequestOptions): List<Port> {
    return List.of(() => members<Port>(this.http, 'ports', detail ? 'ports/detail' : 'ports', {}, options))
  }

  /**
   * One port.
   *
   * `GET /ports/{id}` · 200 · network-api-guide § Get port details
   * @throws {NotFoundError} if the user sees no such port, or it is deleted.
   */
  async get(id: PortId, options?: RequestOptions): Promise<Port> {
    return member<Port>(this.http, 'port', 'GET', path`ports/${checkId(id, 'id')}`, options)
  }

  /**
   * Makes a port on a network.
   *
   * `POST /ports` · 201 · network-api-guide § Create port
   */
  async create(init: NewPort, options?: RequestOptions): Promise<Port> {
    this.checkNew(init, '')
    return member<Port>(this.http, 'port', 'POST', 'ports', { ...options, json: { port: defined(init) } })
  }

  /**
   * Makes several ports in one request, which OpenStack takes and Synnefo does not.
   *
   * `POST /ports` with `{"ports": [...]}` · 201 · OpenStack Networking API § Bulk create ports
   */
  async createMany(inits: readonly NewPort[], options?: RequestOptions): Promise<Port[]> {
    for (const [index, init] of checkList(inits, 'ports').entries()) this.checkNew(init, `ports[${index}].`)
    return member<Port[]>(this.http, 'ports', 'POST', 'ports', { ...options, json: { ports: inits.map(defined) } })
  }

  /** What is certain to be refused. */
  protected checkNew(init: NewPort, at: string): void {
    checkKeys(init, KEYS, at)
    if (init.network_id === undefined) refuse(`${at}network_id`, 'is missing')
    checkId(init.network_id, `${at}network_id`)
  }

  /**
   * Changes a port.
   *
   * `PUT /ports/{id}` · 200 · network-api-guide § Update port
   * @throws {NotFoundError} if the user sees no such port.
   */
  async update(id: PortId, changes: PortChanges, options?: RequestOptions): Promise<Port> {
    checkKeys(changes, KEYS, '')
    const where = path`ports/${checkId(id, 'id')}`
    return member<Port>(this.http, 'port', 'PUT', where, { ...options, json: { port: defined(changes) } })
  }

  /**
   * Deletes a port. On a server a job does it: wait with `waitUntilDeleted(id)`. A floating IP on it becomes free.
   *
   * `DELETE /ports/{id}` · 204 · network-api-guide § Delete port
   * @throws {ConflictError} while the server is being built.
   * @throws {BadRequestError} while the server is busy with something else.
   */
  async delete(id: PortId, options?: RequestOptions): Promise<void> {
    await this.http.empty('DELETE', path`ports/${checkId(id, 'id')}`, { ...options, idempotent: false })
  }

  /**
   * Polls until the port has a status, one of several, or is as a function says.
   *
   * `GET /ports/{id}`, again and again
   * @throws {WaitFailedError} if it goes to ERROR, or stays DOWN because it is on no server.
   * @throws {NotFoundError} if it is deleted meanwhile.
   * @throws {WaitTimeoutError} with the last state.
   */
  async waitUntil(id: PortId, target: Target<Port, PortStatus>, options?: WaitOptions<Port>): Promise<Port> {
    return waitUntilStatus((poll) => this.get(id, poll), target, rulesOf(id), options)
  }

  /**
   * Polls while the port has a status.
   *
   * `GET /ports/{id}`, again and again
   * @throws {WaitFailedError} if it ends in ERROR, or stays DOWN because it is on no server.
   * @throws {NotFoundError} if it is deleted meanwhile.
   */
  async waitWhile(id: PortId, current: PortStatus | readonly PortStatus[], options?: WaitOptions<Port>): Promise<Port> {
    return waitWhileStatus((poll) => this.get(id, poll), current, rulesOf(id), options)
  }

  /**
   * Polls until the port is gone: ports do not answer any more once they are deleted.
   *
   * `GET /ports/{id}`, again and again, until 404
   * @throws {WaitTimeoutError} with the last state.
   */
  async waitUntilDeleted(id: PortId, options?: WaitOptions<Port | undefined>): Promise<void> {
    const poll = async (each: RequestOptions): Promise<Port | undefined> => {
      try {
        return await this.get(id, each)
      } catch (error) {
        if (ApiError.isInstance(error) && error.status === 404) return undefined
        throw error
      }
    }
    const goal = {
      describe: `port ${checkId(id, 'id')} to be deleted`,
      done: (port: Port | undefined) => port === undefined,
      stateOf: (port: Port | undefined) => port?.status ?? 'gone',
    }
    await waitFor(poll, goal, options)
  }
}

function rulesOf(id: PortId): StatusRules<Port> {
  return {
    what: `port ${checkId(id, 'id')}`,
    statusOf: ({ status }) => status,
    final: ['ERROR'],
    stuck: ({ status, device_id }) =>
      status === 'DOWN' && device_id === null ? 'it is DOWN and on no server' : undefined,
  }
}
