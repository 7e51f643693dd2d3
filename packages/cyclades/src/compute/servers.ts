import type { CallOptions, List, Path, RequestOptions, WaitOptions } from '@kamaki/core'
import {
  createAndWait,
  findByName,
  hideSecrets,
  omitUndefined,
  path,
  pickRequestOptions,
  requireId,
  requireKnownFields,
  requireNonNegativeInteger,
  requireObject,
  requireOneOf,
  requireOptions,
  requireRequestOptions,
  requireString,
  StatusResource,
  type StatusRules,
} from '@kamaki/core/toolkit'
import type { FlavorId, ServerId } from '../common/types.ts'
import { ServerMetadata } from './compute-metadata.ts'
import { encodeNewServer } from './new-server-body.ts'
import type { NewServer } from './new-server-types.ts'
import { ServerAddresses } from './server-addresses.ts'
import type {
  ListServersDetailOptions,
  ListServersOptions,
  RebootServerOptions,
  RescueServerOptions,
  ServerChanges,
} from './server-options.ts'
import { ServerTags } from './server-tags.ts'
import type { CreatedServer, Server, ServerStatus, ServerSummary } from './server-types.ts'
import {
  rejectNeverSeen,
  type ServerTarget,
  serverRules,
  waitUntilServerIsIdle,
  waitWhileServer,
} from './server-waits.ts'

/** Servers, in the plain dialect of OpenStack. `CycladesServers` is what a Synnefo cloud offers. */
export class Servers extends StatusResource<Server, ServerStatus, ServerId> {
  readonly metadata: ServerMetadata = new ServerMetadata(this.http)
  readonly tags: ServerTags = new ServerTags(this.http)
  readonly addresses: ServerAddresses = new ServerAddresses(this.http)

  /**
   * The servers of the user and those shared with their projects: ids and names.
   *
   * `GET /servers` · 200, 304 · compute-api-guide § List Servers
   */
  list(options: ListServersOptions = {}): List<ServerSummary> {
    return this.listOf<ServerSummary>('servers', options)
  }

  /**
   * The servers of the user and those shared with their projects, with all fields.
   *
   * `GET /servers/detail` · 200, 304 · compute-api-guide § List Servers
   */
  listDetail(options: ListServersDetailOptions = {}): List<Server> {
    return this.listOf<Server>('servers/detail', options)
  }

  protected listOf<T extends ServerSummary>(where: string, options: ListServersDetailOptions): List<T> {
    const { name, status, flavor, image, host, marker, limit, ...call } = requireOptions(options)
    if (limit !== undefined) requireNonNegativeInteger(limit, 'limit')
    const query = { name, status, flavor, image, host, limit: limit || undefined, marker }
    return this.listChangedSince<T>('servers', where, { ...call, query })
  }

  /**
   * The one server with a name.
   *
   * `GET /servers/detail` · 200
   * @throws {LookupError} if none has it, or several have: `matches` has their ids.
   */
  async find(name: string, options?: RequestOptions): Promise<Server> {
    return findByName(this.listDetail(requireRequestOptions(options)), name, { noun: 'server', resource: 'servers' })
  }

  /**
   * One server, as it is now. A deleted one can still be read, with status `DELETED`.
   *
   * `GET /servers/{id}` · 200 · compute-api-guide § Get Server Details
   * @throws {NotFoundError} if the user can see no such server.
   */
  async get(serverId: ServerId, options?: RequestOptions): Promise<Server> {
    return this.unwrap<Server>('server', 'GET', serverPath(serverId), { ...requireOptions(options), expect: 200 })
  }

  /**
   * Creates a server. It is being built when this returns; `waitUntil(serverId, 'ACTIVE')` waits for it. The response has
   * `adminPass`, which is shown only once, and only by name. Never sent twice: if the response is lost, look at the list before you try
   * again.
   *
   * `POST /servers` · 202 · compute-api-guide § Create Server
   * @throws {InvalidArgumentError} for what the server would reject anyway: no name, keys named in two ways, a tag too
   * long.
   * @throws {QuotaExceededError} if the project has no room for it; `details` names the resource.
   * @throws {NotFoundError} for an unknown image, flavor, keypair, network, port or floating IP.
   */
  async create(server: NewServer, options?: RequestOptions): Promise<CreatedServer> {
    return this.post(encodeNewServer(server), options)
  }

  /**
   * Creates a server and waits until it is ACTIVE, within one `timeoutMs` (default: ten minutes). What is returned has `adminPass`, too.
   *
   * `POST /servers` · 202, then `GET /servers/{id}`
   * @throws {PartialCreateError} with the server in `created`, with its password, if it exists now, but did not become ACTIVE; also when the
   * caller aborts meanwhile, or `onPoll` throws. `cause` says why, with the server's latest diagnostic.
   */
  async createAndWait(server: NewServer, options: WaitOptions<Server> = {}): Promise<CreatedServer> {
    const { intervalMs, maxIntervalMs, onPoll, ...own } = requireOptions(options)
    const { created, state } = await createAndWait<CreatedServer, Server>(
      {
        noun: 'server',
        create: (request) => this.create(server, { ...own, ...request }),
        wait: ({ id }, wait) => this.waitUntil(id, 'ACTIVE', wait),
      },
      { ...pickRequestOptions(own), intervalMs, maxIntervalMs, onPoll },
    )
    return hideSecrets({ ...state, adminPass: created.adminPass }, 'adminPass')
  }

  protected async post(server: Record<string, unknown>, options?: RequestOptions): Promise<CreatedServer> {
    const call = { ...requireOptions(options), json: { server }, idempotent: false, expect: 202 }
    return hideSecrets(await this.unwrap<CreatedServer>('server', 'POST', 'servers', call), 'adminPass')
  }

  /**
   * Changes the name of a server; nothing else can be changed in this way.
   *
   * `PUT /servers/{id}` · 204 · compute-api-guide § Rename Server
   */
  async update(serverId: ServerId, changes: ServerChanges, options?: RequestOptions): Promise<void> {
    const { name } = requireKnownFields(requireObject(changes, 'changes'), ['name'], '')
    const json = { server: { name: requireString(name, 'name', { maxLength: 255 }) } }
    await this.http.empty('PUT', serverPath(serverId), { ...requireOptions(options), json, expect: 204 })
  }

  /** The same as `update(serverId, { name })`. */
  async rename(serverId: ServerId, name: string, options?: RequestOptions): Promise<void> {
    await this.update(serverId, { name }, options)
  }

  /**
   * Starts the deletion of a server; `waitUntilDeleted(serverId)` waits for its end. Its volumes and ports are
   * deleted with it. Works in any state, except while it is being created.
   *
   * `DELETE /servers/{id}` · 204 · compute-api-guide § Delete Server
   * @throws {ConflictError} while it is being created.
   * @throws {BadRequestError} if it has been deleted before.
   */
  async delete(serverId: ServerId, options?: RequestOptions): Promise<void> {
    await this.http.empty('DELETE', serverPath(serverId), {
      ...requireOptions(options),
      idempotent: false,
      expect: 204,
    })
  }

  /**
   * Turns a stopped server on.
   *
   * `POST /servers/{id}/action` `os-start` · 202 · servers.py:start
   */
  async start(serverId: ServerId, options?: RequestOptions): Promise<void> {
    await this.action(serverId, { 'os-start': null }, options)
  }

  /**
   * Turns a running server off.
   *
   * `POST /servers/{id}/action` `os-stop` · 202 · servers.py:shutdown
   */
  async shutdown(serverId: ServerId, options?: RequestOptions): Promise<void> {
    await this.action(serverId, { 'os-stop': null }, options)
  }

  /**
   * Restarts a server: `SOFT` asks its system to restart, `HARD` cuts the power. A stopped one is accepted, too.
   * `waitUntil(serverId, 'ACTIVE')` waits until it is back, even while the old status is still shown.
   *
   * `POST /servers/{id}/action` `reboot` · 202 · compute-api-guide § Reboot Server
   */
  async reboot(serverId: ServerId, options: RebootServerOptions = {}): Promise<void> {
    const { type = 'SOFT', ...call } = requireOptions(options)
    await this.action(serverId, { reboot: { type: requireOneOf(type, ['SOFT', 'HARD'], 'type') } }, call)
  }

  /**
   * Changes the flavor of a stopped server. The new one must have the same disk size and volume type. A resize has
   * no status of its own and need not be confirmed: `waitUntil(serverId, 'STOPPED')` or `waitUntilIdle(serverId)` waits
   * for its end.
   *
   * `POST /servers/{id}/action` `resize` · 202 · compute-api-guide § Resize Server
   * @throws {QuotaExceededError} if the project has no room for the difference.
   */
  async resize(serverId: ServerId, flavorRef: FlavorId, options?: RequestOptions): Promise<void> {
    await this.action(serverId, { resize: { flavorRef: requireId(flavorRef, 'flavorRef') } }, options)
  }

  /**
   * Boots a stopped server from a rescue image the next time it starts: one of the cloud's choice or the one named.
   * `SNF:rescue` is then true; a rescue has no status of its own.
   *
   * `POST /servers/{id}/action` `rescue` · 202 · compute-api-guide § Rescue Server
   * @throws {NotFoundError} with fault `featureNotEnabled` if the cloud does not offer it.
   */
  async rescue(serverId: ServerId, options: RescueServerOptions = {}): Promise<void> {
    const { rescueImage, ...call } = requireOptions(options)
    await this.action(serverId, { rescue: omitUndefined({ rescue_image_ref: rescueImage }) }, call)
  }

  /**
   * Lets a stopped, rescued server boot from its own disk again.
   *
   * `POST /servers/{id}/action` `unrescue` · 202 · compute-api-guide § Unrescue Server
   */
  async unrescue(serverId: ServerId, options?: RequestOptions): Promise<void> {
    await this.action(serverId, { unrescue: {} }, options)
  }

  /**
   * Waits until a server has a status (or one of several, or until a condition on it is true), and returns it.
   *
   * `ACTIVE` and `STOPPED` count only when no task is running on the server any more: right after an action the status
   * is still the old one, and only `SNF:task_state` shows the task. So `reboot` and then `waitUntil(serverId, 'ACTIVE')`
   * waits for the reboot, and `resize` and then `waitUntil(serverId, 'STOPPED')` for the resize.
   *
   * @throws {WaitFailedError} as soon as the server is in `ERROR` or `DELETED` and that is not what is waited for. Its message has the
   * server's latest diagnostic.
   * @throws {WaitTimeoutError} after `timeoutMs`, ten minutes by default. Both have the last state.
   * @throws {InvalidArgumentError} for a misspelt status, and for `RESIZE` and `RESCUE`, which are never a status: wait for `STOPPED`, use
   * `waitUntilIdle`, or wait for `(server) => server['SNF:rescue']`.
   */
  override async waitUntil(serverId: ServerId, target: ServerTarget, options?: WaitOptions<Server>): Promise<Server> {
    rejectNeverSeen(target)
    return super.waitUntil(serverId, target, options)
  }

  /**
   * Waits while a server has a status (or one of several), and returns it as it is then. `RESIZE` means that
   * it is being resized.
   *
   * @throws {WaitFailedError} if it leaves the status for `ERROR` or `DELETED`. For a deletion, use
   * `waitUntilDeleted(serverId)`.
   * @throws {WaitTimeoutError} after `timeoutMs`, ten minutes by default. Both have the last state.
   */
  override async waitWhile(
    serverId: ServerId,
    current: ServerStatus | readonly ServerStatus[],
    options?: WaitOptions<Server>,
  ): Promise<Server> {
    return waitWhileServer((poll) => this.get(serverId, poll), this.statusRules(serverId), current, options)
  }

  /**
   * Waits until no task is running on a server (`SNF:task_state` is empty), whatever its status: after a resize, a
   * rescue, a change of its volumes or addresses. Changes of its firewall, name, tags and metadata show no task.
   *
   * @throws {WaitFailedError} as soon as it is in `ERROR` or `DELETED`.
   */
  async waitUntilIdle(serverId: ServerId, options?: WaitOptions<Server>): Promise<Server> {
    return waitUntilServerIsIdle((poll) => this.get(serverId, poll), this.statusRules(serverId), options)
  }

  protected override statusRules(serverId: ServerId): StatusRules<Server> {
    return serverRules(serverId)
  }

  /** Sends an action: 400 while another task is running on the server, 409 while it is being built. */
  protected async action(serverId: ServerId, json: Record<string, unknown>, options?: CallOptions): Promise<void> {
    await this.http.empty('POST', path`servers/${requireId(serverId, 'serverId')}/action`, {
      expect: 202,
      ...requireOptions(options),
      json,
    })
  }
}

function serverPath(serverId: ServerId): Path {
  return path`servers/${requireId(serverId, 'serverId')}`
}
