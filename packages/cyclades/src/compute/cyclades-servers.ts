import { List, type Reassignment, type RequestOptions } from '@kamaki/core'
import {
  CHANGES_SINCE_LIMIT_MS,
  omitUndefined,
  path,
  reassignBody,
  rejectArgument,
  requireId,
  requireIpv4,
  requireOneOf,
  unwrap,
} from '@kamaki/core/toolkit'
import type { ServerId } from '../common/ids.ts'
import type { Console, ConsoleType } from './console-types.ts'
import type { Image } from './image-types.ts'
import { encodeNewServer } from './new-server-body.ts'
import type { NewCycladesServer } from './new-server-types.ts'
import { filterServers } from './server-filters.ts'
import { ServerGraphs } from './server-graphs.ts'
import { ServerPassword } from './server-password.ts'
import type { CreatedServer, Diagnostic, FirewallProfile, ServerStats, ServerSummary } from './server-types.ts'
import { type ListServersDetailOptions, type RescueOptions, Servers } from './servers.ts'

export interface CreateServerOptions extends RequestOptions {
  /**
   * Whether the image's `os` and `users` are copied into the server's metadata, as the UI and the old client do, so
   * that one can tell how to log in. Takes a request more. Metadata given for the server wins. Default: true.
   */
  imageMetadata?: boolean | undefined
}

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

  /** The server reads no filter but `changes-since`; the others are applied here, to what it answers. */
  protected override listOf<T extends ServerSummary>(where: string, options: ListServersDetailOptions): List<T> {
    const all = super.listOf<T>(where, options)
    return List.of(async () => filterServers(await all, options))
  }

  /**
   * Makes a server. It is being built when this returns; `waitUntil(id, 'ACTIVE')` waits for it. The reply holds
   * `adminPass`, which is shown only once. Never sent twice: if the reply is lost, look at the list before
   * trying again.
   *
   * `GET /images/{id}`, unless `imageMetadata` is false or there is no `imageRef`, and
   * `POST /servers` · 202 · compute-api-guide § Create Server
   * @throws {InvalidArgumentError} for what the server is sure to refuse: no name, keys named in two ways, a tag too
   * long.
   * @throws {QuotaExceededError} if the project has no room for it; `details` names the resource.
   * @throws {NotFoundError} for an unknown image, flavor, keypair, network, port or floating IP.
   */
  override async create(server: NewCycladesServer, options: CreateServerOptions = {}): Promise<CreatedServer> {
    const { imageMetadata = true, ...request } = options
    encodeNewServer(server)
    if (!imageMetadata || server.imageRef === null) return super.create(server, request)
    const where = path`images/${server.imageRef}`
    const started = Date.now()
    const image = await unwrap<Image>(this.http, 'image', 'GET', where, { ...request, expect: 200 })
    const { os, users } = image.metadata ?? {}
    const metadata = { ...omitUndefined({ os, users }), ...server.metadata }
    const left = request.timeoutMs && Math.max(1, request.timeoutMs - (Date.now() - started))
    return super.create(Object.keys(metadata).length > 0 || server.metadata ? { ...server, metadata } : server, {
      ...request,
      timeoutMs: left,
    })
  }

  /**
   * Turns a stopped server on.
   *
   * `POST /servers/{id}/action` `start` · 202 · compute-api-guide § Start server
   * @throws {BadRequestError} unless it is `STOPPED` and idle.
   * @throws {QuotaExceededError} if the project has no room for its CPUs and memory.
   */
  override async start(id: ServerId, options?: RequestOptions): Promise<void> {
    await this.action(id, { start: {} }, options)
  }

  /**
   * Turns a running server off.
   *
   * `POST /servers/{id}/action` `shutdown` · 202 · compute-api-guide § Shutdown server
   * @throws {BadRequestError} unless it is `ACTIVE` and idle.
   */
  override async shutdown(id: ServerId, options?: RequestOptions): Promise<void> {
    await this.action(id, { shutdown: {} }, options)
  }

  /**
   * Boots a stopped server from a rescue image the next time it starts: one of the cloud's choice or the one named.
   * `SNF:rescue` tells when that is so; there is no status of its own, so wait for it so:
   *
   *     await servers.waitUntil(id, (server) => server['SNF:rescue'])
   *
   * `POST /servers/{id}/action` `rescue` · 202 · compute-api-guide § Rescue Server
   * @throws {NotFoundError} with fault `featureNotEnabled` if the cloud does not offer it.
   * @throws {InvalidArgumentError} for an image id that is no number: rescue images have ids of their own.
   */
  override async rescue(id: ServerId, options: RescueOptions = {}): Promise<void> {
    const { rescueImage } = options
    if (rescueImage !== undefined && !/^\d+$/.test(String(rescueImage))) {
      rejectArgument('rescueImage', 'must be the number of a rescue image, on anything else the cloud breaks (500)')
    }
    await super.rescue(id, options)
  }

  /**
   * A way to see a running server's screen. `vnc`, `vnc-ws` and `vnc-wss` give host, port and password, `novnc` and
   * `xvpvnc` a URL; either is good for one connection, to be made soon.
   *
   * `POST /servers/{id}/action` `console` or `os-getVNCConsole` · 200 · compute-api-guide § Get Server Console
   * @throws {BadRequestError} unless it is `ACTIVE`.
   * @throws {ServiceUnavailableError} if the cloud's VNC proxy fails.
   * @throws {InvalidArgumentError} for another type; SPICE and RDP are known to the API but never given (501).
   */
  async console<T extends ConsoleType = 'vnc'>(
    id: ServerId,
    type: T = 'vnc' as T,
    options?: RequestOptions,
  ): Promise<Console<T>> {
    requireOneOf(type, Object.keys(consoles), 'type')
    return unwrap<Console<T>>(this.http, 'console', 'POST', path`servers/${requireId(id, 'id')}/action`, {
      ...options,
      json: { [consoles[type]]: { type } },
      expect: 200,
    })
  }

  /**
   * Sets the firewall of one of a server's ports.
   *
   * `POST /servers/{id}/action` `firewallProfile` · 202 · compute-api-guide § Set Server Firewall Profile
   * @param profile.nic the port's id. After `DISABLED` a port on a private network has no profile at all.
   */
  async setFirewallProfile(
    id: ServerId,
    { profile, nic }: { profile: FirewallProfile; nic: number | string },
    options?: RequestOptions,
  ): Promise<void> {
    requireOneOf(profile, ['ENABLED', 'DISABLED', 'PROTECTED'], 'profile')
    const json = { firewallProfile: { profile, nic: requireId(nic, 'nic') } }
    await this.action(id, json, { ...options, idempotent: true })
  }

  /**
   * Charges a server, and its root volume, to another project. Works in any state; done when this returns.
   *
   * Without `shared_to_project` it is no longer shared afterwards, even if it was: say `true` to share it, or to keep
   * it shared.
   *
   * `POST /servers/{id}/action` `reassign` · 200 · compute-api-guide § Reassign Server
   * @throws {ForbiddenError} if sharing is switched off, or the project may not use the flavor.
   * @throws {QuotaExceededError} if the project has no room for it.
   */
  async reassign(id: ServerId, to: Reassignment, options?: RequestOptions): Promise<void> {
    await this.action(id, reassignBody(to), { ...options, expect: 200, idempotent: true })
  }

  /**
   * Gives a server a floating IP of yours, on a new port.
   *
   * `POST /servers/{id}/action` `addFloatingIp` · 202 · servers.py:add_floating_ip
   * @throws {ConflictError} if the address is in use.
   */
  async addFloatingIp(id: ServerId, address: string, options?: RequestOptions): Promise<void> {
    await this.action(id, { addFloatingIp: { address: requireIpv4(address, 'address') } }, options)
  }

  /**
   * Takes a floating IP, and its port, away. The cloud does not look whether it is this very server that has it.
   *
   * `POST /servers/{id}/action` `removeFloatingIp` · 202 · servers.py:remove_floating_ip
   */
  async removeFloatingIp(id: ServerId, address: string, options?: RequestOptions): Promise<void> {
    await this.action(id, { removeFloatingIp: { address: requireIpv4(address, 'address') } }, options)
  }

  /**
   * Where the graphs of a server's CPU and network are: PNG images that need no token.
   *
   * `GET /servers/{id}/stats` · 200 · compute-api-guide § Get Server Stats
   */
  async stats(id: ServerId, options?: RequestOptions): Promise<ServerStats> {
    const where = path`servers/${requireId(id, 'id')}/stats`
    return unwrap<ServerStats>(this.http, 'stats', 'GET', where, { ...options, expect: 200 })
  }

  /**
   * What the system has said about a server, newest first: its building above all.
   *
   * `GET /servers/{id}/diagnostics` · 200 · compute-api-guide § Get Server Diagnostics
   */
  diagnostics(id: ServerId, options?: RequestOptions): List<Diagnostic> {
    const where = path`servers/${requireId(id, 'id')}/diagnostics`
    return List.of(() => this.http.json<Diagnostic[]>('GET', where, { ...options, expect: 200 }))
  }
}
