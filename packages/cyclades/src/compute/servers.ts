import type { CallOptions, ChangesSinceOptions, List, RequestOptions, WaitOptions } from '@kamaki/core'
import {
  changesSinceQuery,
  omitUndefined,
  path,
  pickRequestOptions,
  requireId,
  requireNonNegativeInteger,
  requireOneOf,
  requireString,
  StatusResource,
  type StatusRules,
  unwrap,
  unwrapList,
} from '@kamaki/core/toolkit'
import type { FlavorId, ServerId } from '../common/ids.ts'
import { encodeNewServer } from './new-server-body.ts'
import type { NewServer } from './new-server-types.ts'
import { ServerAddresses } from './server-addresses.ts'
import { ServerMetadata } from './server-metadata.ts'
import { ServerTags } from './server-tags.ts'
import type { CreatedServer, Server, ServerStatus, ServerSummary } from './server-types.ts'
import { refuseResize, type ServerTarget, serverRules, waitUntilServerIsIdle, waitWhileServer } from './server-waits.ts'

/** Which servers of the short list. */
export interface ListServersOptions extends ChangesSinceOptions {
  name?: string | undefined
  /** The most that are wanted; 0: all. */
  limit?: number | undefined
  /** The id of a server: what comes after it in the list. */
  marker?: ServerId | undefined
}

/** Which servers of the detailed list. */
export interface ListServersDetailOptions extends ListServersOptions {
  status?: ServerStatus | undefined
  flavor?: FlavorId | undefined
  image?: string | undefined
  /** Sent; a Synnefo cloud tells the host of no server. */
  host?: string | undefined
}

/** How to restart a server. */
export interface RebootOptions extends RequestOptions {
  /** `SOFT` asks its system to, `HARD` pulls the plug. Default: `SOFT`. */
  readonly type?: 'SOFT' | 'HARD' | undefined
}

/** What to boot a server from. */
export interface RescueOptions extends RequestOptions {
  /** The id of a rescue image: a number on a Synnefo cloud. Default: the cloud chooses. */
  readonly rescueImage?: number | string | undefined
}

/** Servers, in the plain dialect of OpenStack. `CycladesServers` is what a Synnefo cloud offers. */
export class Servers extends StatusResource<Server, ServerStatus, ServerId> {
  readonly metadata: ServerMetadata = new ServerMetadata(this.http)
  readonly tags: ServerTags = new ServerTags(this.http)
  readonly addresses: ServerAddresses = new ServerAddresses(this.http)

  /** How far `changesSince` may lie back, in milliseconds. */
  protected readonly changesSinceLimitMs: number = Number.POSITIVE_INFINITY

  /**
   * The servers of the user and those shared to a project of his: ids and names.
   *
   * `GET /servers` · 200, 304 · compute-api-guide § List Servers
   */
  list(options: ListServersOptions = {}): List<ServerSummary> {
    return this.listOf<ServerSummary>('servers', options)
  }

  /**
   * The servers of the user and those shared to a project of his, in full.
   *
   * `GET /servers/detail` · 200, 304 · compute-api-guide § List Servers
   */
  listDetail(options: ListServersDetailOptions = {}): List<Server> {
    return this.listOf<Server>('servers/detail', options)
  }

  protected listOf<T extends ServerSummary>(where: string, options: ListServersDetailOptions): List<T> {
    const { name, status, flavor, image, host, marker, limit, changesSince } = options
    if (limit !== undefined) requireNonNegativeInteger(limit, 'limit')
    const since = changesSinceQuery(changesSince, this.changesSinceLimitMs)
    const query = { name, status, flavor, image, host, limit: limit || undefined, marker, ...since }
    return unwrapList<T>(this.http, 'servers', where, { ...pickRequestOptions(options), query, expect: 200 })
  }

  /**
   * One server, as it is now. A deleted one still answers, with status `DELETED`.
   *
   * `GET /servers/{id}` · 200 · compute-api-guide § Get Server Details
   * @throws {NotFoundError} if the token's user can see no such server.
   */
  async get(id: ServerId, options?: RequestOptions): Promise<Server> {
    const where = path`servers/${requireId(id, 'id')}`
    return unwrap<Server>(this.http, 'server', 'GET', where, { ...options, expect: 200 })
  }

  /**
   * Makes a server. It is being built when this returns; `waitUntil(id, 'ACTIVE')` waits for it. The reply holds
   * `adminPass`, which is shown only once. Never sent twice: if the reply is lost, look at the list before
   * trying again.
   *
   * `POST /servers` · 202 · compute-api-guide § Create Server
   * @throws {InvalidArgumentError} for what the server is sure to refuse: no name, keys named in two ways, a tag too
   * long.
   * @throws {QuotaExceededError} if the project has no room for it; `details` names the resource.
   * @throws {NotFoundError} for an unknown image, flavor, keypair, network, port or floating IP.
   */
  async create(server: NewServer, options?: RequestOptions): Promise<CreatedServer> {
    const json = { server: encodeNewServer(server) }
    const call = { ...options, json, idempotent: false, expect: 202 }
    return unwrap<CreatedServer>(this.http, 'server', 'POST', 'servers', call)
  }

  /**
   * Gives a server another name, of at most 255 characters.
   *
   * `PUT /servers/{id}` · 204 · compute-api-guide § Rename Server
   */
  async rename(id: ServerId, name: string, options?: RequestOptions): Promise<void> {
    const json = { server: { name: requireString(name, 'name', { maxLength: 255 }) } }
    await this.http.empty('PUT', path`servers/${requireId(id, 'id')}`, { ...options, json, expect: 204 })
  }

  /**
   * Starts the deletion of a server; `waitUntilDeleted(id)` waits for its end. Its volumes and ports go with it.
   * Works in any state but a running creation.
   *
   * `DELETE /servers/{id}` · 204 · compute-api-guide § Delete Server
   * @throws {ConflictError} while its creation runs.
   * @throws {BadRequestError} once it is deleted.
   */
  async delete(id: ServerId, options?: RequestOptions): Promise<void> {
    await this.http.empty('DELETE', path`servers/${requireId(id, 'id')}`, {
      ...options,
      idempotent: false,
      expect: 204,
    })
  }

  /**
   * Turns a stopped server on.
   *
   * `POST /servers/{id}/action` `os-start` · 202 · servers.py:start
   */
  async start(id: ServerId, options?: RequestOptions): Promise<void> {
    await this.action(id, { 'os-start': null }, options)
  }

  /**
   * Turns a running server off.
   *
   * `POST /servers/{id}/action` `os-stop` · 202 · servers.py:shutdown
   */
  async shutdown(id: ServerId, options?: RequestOptions): Promise<void> {
    await this.action(id, { 'os-stop': null }, options)
  }

  /**
   * Restarts a server: `SOFT` asks its system to, `HARD` pulls the plug. A stopped one is accepted, too.
   * `waitUntil(id, 'ACTIVE')` waits for its return, also while the old status still shows.
   *
   * `POST /servers/{id}/action` `reboot` · 202 · compute-api-guide § Reboot Server
   */
  async reboot(id: ServerId, options: RebootOptions = {}): Promise<void> {
    const { type = 'SOFT', ...call } = options
    await this.action(id, { reboot: { type: requireOneOf(type, ['SOFT', 'HARD'], 'type') } }, call)
  }

  /**
   * Changes the flavor of a stopped server. The new one must have the same disk size and volume type. There is no
   * status of its own, and nothing to confirm: `waitUntil(id, 'STOPPED')` or `waitUntilIdle(id)` waits for its end.
   *
   * `POST /servers/{id}/action` `resize` · 202 · compute-api-guide § Resize Server
   * @throws {QuotaExceededError} if the project has no room for the difference.
   */
  async resize(id: ServerId, flavorRef: FlavorId, options?: RequestOptions): Promise<void> {
    await this.action(id, { resize: { flavorRef: requireId(flavorRef, 'flavorRef') } }, options)
  }

  /**
   * Boots a stopped server from a rescue image the next time it starts: one of the cloud's choice or the one named.
   * `SNF:rescue` tells when that is so; there is no status of its own.
   *
   * `POST /servers/{id}/action` `rescue` · 202 · compute-api-guide § Rescue Server
   * @throws {NotFoundError} with fault `featureNotEnabled` if the cloud does not offer it.
   */
  async rescue(id: ServerId, options: RescueOptions = {}): Promise<void> {
    const { rescueImage, ...call } = options
    await this.action(id, { rescue: omitUndefined({ rescue_image_ref: rescueImage }) }, call)
  }

  /**
   * Lets a stopped, rescued server boot from its own disk again.
   *
   * `POST /servers/{id}/action` `unrescue` · 202 · compute-api-guide § Unrescue Server
   */
  async unrescue(id: ServerId, options?: RequestOptions): Promise<void> {
    await this.action(id, { unrescue: {} }, options)
  }

  /**
   * Waits until a server has a status (or one of several, or until a function of it is true), and returns it.
   *
   * `ACTIVE` and `STOPPED` count only once nothing is being done to the server any more: right after an action the
   * status is still the old one, and only `SNF:task_state` tells. So `reboot` and then `waitUntil(id, 'ACTIVE')` waits
   * for the reboot, and `resize` and then `waitUntil(id, 'STOPPED')` for the resize.
   *
   * @throws {WaitFailedError} as soon as the server is in `ERROR` or `DELETED` and that is not what is waited for.
   * @throws {WaitTimeoutError} after `timeoutMs`, ten minutes by default. Both carry the last state.
   * @throws {InvalidArgumentError} for `RESIZE`, which is never a status: wait for `STOPPED`, or use `waitUntilIdle`.
   */
  override async waitUntil(id: ServerId, target: ServerTarget, options?: WaitOptions<Server>): Promise<Server> {
    refuseResize(target)
    return super.waitUntil(id, target, options)
  }

  /**
   * Waits while a server has a status (or one of several), and returns it as it is then. `RESIZE` stands for as long
   * as it is being resized.
   *
   * @throws {WaitFailedError} if it leaves the status for `ERROR` or `DELETED`. For a deletion, use
   * `waitUntilDeleted(id)`.
   * @throws {WaitTimeoutError} after `timeoutMs`, ten minutes by default. Both carry the last state.
   */
  override async waitWhile(
    id: ServerId,
    current: ServerStatus | readonly ServerStatus[],
    options?: WaitOptions<Server>,
  ): Promise<Server> {
    return waitWhileServer((server, poll) => this.get(server, poll), id, current, options)
  }

  /**
   * Waits until nothing is being done to a server (`SNF:task_state` is empty), whatever its status: after a resize, a
   * rescue, a change of its volumes, addresses or firewall.
   *
   * @throws {WaitFailedError} as soon as it is in `ERROR` or `DELETED`.
   */
  async waitUntilIdle(id: ServerId, options?: WaitOptions<Server>): Promise<Server> {
    return waitUntilServerIsIdle((server, poll) => this.get(server, poll), id, options)
  }

  protected override statusRules(id: ServerId): StatusRules<Server> {
    return serverRules(id)
  }

  /** Does one thing to a server: 400 while something else is being done to it, 409 while it is built. */
  protected async action(id: ServerId, json: Record<string, unknown>, options?: CallOptions): Promise<void> {
    await this.http.empty('POST', path`servers/${requireId(id, 'id')}/action`, { expect: 202, ...options, json })
  }
}
