import { List, type Reassignment, type RequestOptions, type WaitOptions } from '@kamaki/core'
import {
  CHANGES_SINCE_LIMIT_MS,
  hideSecrets,
  type OptionNames,
  omitUndefined,
  path,
  pickRequestOptions,
  reassignBody,
  rejectArgument,
  requestOptionNames,
  requireBoolean,
  requireId,
  requireIpv4,
  requireKnownOptions,
  requireObject,
  requireOneOf,
  requireOptions,
  type StatusRules,
} from '@kamaki/core/toolkit'
import type { ServerId } from '../common/types.ts'
import type { Console, ConsoleType } from './console-types.ts'
import type { Image } from './image-types.ts'
import { encodeNewServer } from './new-server-body.ts'
import type { NewCycladesServer } from './new-server-types.ts'
import { filterServers } from './server-filters.ts'
import { ServerGraphs } from './server-graphs.ts'
import type { ListServersDetailOptions, RescueServerOptions } from './server-options.ts'
import { ServerPassword } from './server-password.ts'
import type { CreatedServer, Diagnostic, FirewallProfile, Server, ServerStats, ServerSummary } from './server-types.ts'
import { SERVER_STATUSES, SERVER_SYNONYMS } from './server-waits.ts'
import { Servers } from './servers.ts'

export interface CreateServerOptions extends RequestOptions {
  /**
   * Whether the image's `os` and `users` are copied into the server's metadata, as the UI and the old client do, so
   * that users can see how to log in. Takes one more request. Metadata given for the server takes precedence. Default: true.
   */
  readonly imageMetadata?: boolean | undefined
}

const createOptionNames: OptionNames<CreateServerOptions> = { ...requestOptionNames, imageMetadata: true }

const consoles: Record<ConsoleType, string> = {
  vnc: 'console',
  'vnc-ws': 'console',
  'vnc-wss': 'console',
  novnc: 'os-getVNCConsole',
  xvpvnc: 'os-getVNCConsole',
}

/** Servers of a Synnefo cloud. */
export class CycladesServers extends Servers {
  readonly password: ServerPassword = new ServerPassword(this.http)
  readonly graphs: ServerGraphs = new ServerGraphs(this.http)

  protected override readonly changesSinceLimitMs: number = CHANGES_SINCE_LIMIT_MS

  protected override statusRules(serverId: ServerId): StatusRules<Server> {
    const rules = super.statusRules(serverId)
    const reason = (server: Server): string => {
      const latest = rules.reason?.(server)
      return `${latest === undefined ? '' : `${latest}; `}see servers.diagnostics(${serverId})`
    }
    return { ...rules, known: SERVER_STATUSES, synonyms: SERVER_SYNONYMS, reason }
  }

  /** The server reads no filter but `changes-since`; the others are applied here, to its response. */
  protected override listOf<T extends ServerSummary>(where: string, options: ListServersDetailOptions): List<T> {
    const all = super.listOf<T>(where, options)
    return List.of(async () => filterServers(await all, options))
  }

  /**
   * Creates a server. It is being built when this returns; `waitUntil(serverId, 'ACTIVE')` waits for it. The response has
   * `adminPass`, which is shown only once, and only by name. Never sent twice: if the response is lost, look at the list before you try
   * again.
   *
   * `GET /images/{id}`, unless `imageMetadata` is false or there is no `imageRef`, and
   * `POST /servers` · 202 · compute-api-guide § Create Server
   * @throws {InvalidArgumentError} for what the server would reject anyway: no name, keys named in two ways, a tag too
   * long.
   * @throws {QuotaExceededError} if the project has no room for it; `details` names the resource.
   * @throws {NotFoundError} for an unknown image, flavor, keypair, network, port or floating IP.
   */
  override async create(server: NewCycladesServer, options: CreateServerOptions = {}): Promise<CreatedServer> {
    const { imageMetadata = true, ...own } = requireKnownOptions(options, createOptionNames)
    const request = pickRequestOptions(own)
    requireBoolean(imageMetadata, 'imageMetadata')
    const body = encodeNewServer(server)
    const { imageRef } = server
    if (!imageMetadata || imageRef === null) return this.post(body, request)
    return this.http.composite(`creation of server '${server.name}'`, request, async (each) => {
      const image = await this.unwrap<Image>('image', 'GET', path`images/${imageRef}`, { ...each, expect: 200 })
      const { os, users } = image.metadata ?? {}
      const metadata = { ...omitUndefined({ os, users }), ...server.metadata }
      return this.post(server.metadata || Object.keys(metadata).length > 0 ? { ...body, metadata } : body, each)
    })
  }

  override async createAndWait(
    server: NewCycladesServer,
    options: CreateServerOptions & WaitOptions<Server> = {},
  ): Promise<CreatedServer> {
    return super.createAndWait(server, options)
  }

  /**
   * Turns a stopped server on.
   *
   * `POST /servers/{id}/action` `start` · 202 · compute-api-guide § Start server
   * @throws {BadRequestError} unless it is `STOPPED` and idle.
   * @throws {QuotaExceededError} if the project has no room for its CPUs and memory.
   */
  override async start(serverId: ServerId, options?: RequestOptions): Promise<void> {
    await this.action(serverId, { start: {} }, options)
  }

  /**
   * Turns a running server off.
   *
   * `POST /servers/{id}/action` `shutdown` · 202 · compute-api-guide § Shutdown server
   * @throws {BadRequestError} unless it is `ACTIVE` and idle.
   */
  override async shutdown(serverId: ServerId, options?: RequestOptions): Promise<void> {
    await this.action(serverId, { shutdown: {} }, options)
  }

  /**
   * Boots a stopped server from a rescue image the next time it starts: one of the cloud's choice or the one named.
   * `SNF:rescue` is then true; a rescue has no status of its own, so wait for it like this:
   *
   *     await servers.waitUntil(serverId, (server) => server['SNF:rescue'])
   *
   * `POST /servers/{id}/action` `rescue` · 202 · compute-api-guide § Rescue Server
   * @throws {NotFoundError} with fault `featureNotEnabled` if the cloud does not offer it.
   * @throws {InvalidArgumentError} for an image id that is not a number: rescue images have ids of their own.
   */
  override async rescue(serverId: ServerId, options: RescueServerOptions = {}): Promise<void> {
    const { rescueImage } = requireOptions(options)
    if (rescueImage !== undefined && !/^\d+$/.test(String(rescueImage))) {
      rejectArgument('rescueImage', 'must be a numeric rescue image id; Synnefo responds 500 to anything else')
    }
    await super.rescue(serverId, options)
  }

  /**
   * A way to see a running server's screen. `vnc`, `vnc-ws` and `vnc-wss` return host, port and password, `novnc` and
   * `xvpvnc` a URL; either is good for one connection, which must be opened soon.
   *
   * `POST /servers/{id}/action` `console` or `os-getVNCConsole` · 200 · compute-api-guide § Get Server Console
   * @throws {BadRequestError} unless it is `ACTIVE`.
   * @throws {ServiceUnavailableError} if the cloud's VNC proxy fails.
   * @throws {InvalidArgumentError} for another type; the server responds 501 to SPICE and RDP, though they are in the API.
   */
  async console<T extends ConsoleType = 'vnc'>(
    serverId: ServerId,
    type: T = 'vnc' as T,
    options?: RequestOptions,
  ): Promise<Console<T>> {
    requireOneOf(type, Object.keys(consoles), 'type')
    const call = { ...requireOptions(options), json: { [consoles[type]]: { type } }, expect: 200 }
    const where = path`servers/${requireId(serverId, 'serverId')}/action`
    return hideSecrets(await this.unwrap<Console<T>>('console', 'POST', where, call), 'password', 'url')
  }

  /**
   * Sets the firewall of one of a server's ports. The cloud does so a little later, and shows no task meanwhile, so `waitUntilIdle` does
   * not wait for it. This does:
   *
   *     await servers.waitUntil(serverId, ({ attachments }) =>
   *       attachments.some(({ id, firewallProfile }) => id === nic && firewallProfile === 'PROTECTED'))
   *
   * `POST /servers/{id}/action` `firewallProfile` · 202 · compute-api-guide § Set Server Firewall Profile
   * @param firewall its `nic` is the port's id. After `DISABLED` a port on a private network has no profile at all.
   */
  async setFirewallProfile(
    serverId: ServerId,
    firewall: { profile: FirewallProfile; nic: number | string },
    options?: RequestOptions,
  ): Promise<void> {
    const { profile, nic } = requireObject(firewall, 'firewall')
    requireOneOf(profile, ['ENABLED', 'DISABLED', 'PROTECTED'], 'profile')
    const json = { firewallProfile: { profile, nic: requireId(nic, 'nic') } }
    await this.action(serverId, json, { ...requireOptions(options), idempotent: true })
  }

  /**
   * Charges a server, and its root volume, to another project. Works in any state; done when this returns.
   *
   * Without `shared_to_project` it is no longer shared afterwards, even if it was: pass `true` to share it, or to keep
   * it shared.
   *
   * `POST /servers/{id}/action` `reassign` · 200 · compute-api-guide § Reassign Server
   * @throws {ForbiddenError} if sharing is switched off, or the project may not use the flavor.
   * @throws {QuotaExceededError} if the project has no room for it.
   */
  async reassign(serverId: ServerId, to: Reassignment, options?: RequestOptions): Promise<void> {
    await this.action(serverId, reassignBody(to), { ...requireOptions(options), expect: 200, idempotent: true })
  }

  /**
   * Adds a floating IP of the user to a server, on a new port.
   *
   * `POST /servers/{id}/action` `addFloatingIp` · 202 · servers.py:add_floating_ip
   * @throws {ConflictError} if the address is in use.
   */
  async addFloatingIp(serverId: ServerId, address: string, options?: RequestOptions): Promise<void> {
    await this.action(serverId, { addFloatingIp: { address: requireIpv4(address, 'address') } }, options)
  }

  /**
   * Removes a floating IP, and its port. The cloud does not check whether it is on this very server.
   *
   * `POST /servers/{id}/action` `removeFloatingIp` · 202 · servers.py:remove_floating_ip
   */
  async removeFloatingIp(serverId: ServerId, address: string, options?: RequestOptions): Promise<void> {
    await this.action(serverId, { removeFloatingIp: { address: requireIpv4(address, 'address') } }, options)
  }

  /**
   * Where the graphs of a server's CPU and network are: PNG images that need no token.
   *
   * `GET /servers/{id}/stats` · 200 · compute-api-guide § Get Server Stats
   */
  async stats(serverId: ServerId, options?: RequestOptions): Promise<ServerStats> {
    const where = path`servers/${requireId(serverId, 'serverId')}/stats`
    return this.unwrap<ServerStats>('stats', 'GET', where, { ...requireOptions(options), expect: 200 })
  }

  /**
   * The cloud's messages about a server, newest first: above all about its creation.
   *
   * `GET /servers/{id}/diagnostics` · 200 · compute-api-guide § Get Server Diagnostics
   */
  diagnostics(serverId: ServerId, options?: RequestOptions): List<Diagnostic> {
    const where = path`servers/${requireId(serverId, 'serverId')}/diagnostics`
    return this.bareList<Diagnostic>(where, { ...requireOptions(options), expect: 200 })
  }
}
