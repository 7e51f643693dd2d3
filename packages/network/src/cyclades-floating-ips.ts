import type { Reassignment, RequestOptions } from '@kamaki/core'
import {
  CHANGES_SINCE_LIMIT_MS,
  path,
  reassignBody,
  rejectArgument,
  requireId,
  requireIpv4,
  requireKnownFields,
  requireOptions,
} from '@kamaki/core/toolkit'
import { checkOwnership } from './checks.ts'
import { CommonFloatingIps, type FloatingIp } from './floating-ips.ts'
import type { FloatingIpId, NetworkId } from './ids.ts'

/** A new floating IP of a Synnefo cloud. */
export interface NewCycladesFloatingIp {
  /** A public network. Default: the server chooses. */
  readonly floating_network_id?: NetworkId | null | undefined
  /** The address that is wanted; only together with `floating_network_id`. */
  readonly floating_ip_address?: string | undefined
  /** Uuid of the project to charge. Default: the user's own. */
  readonly project?: string | undefined
  /** Lets the members of the project use it. Default: false. */
  readonly shared_to_project?: boolean | undefined
}

const FIELDS: readonly string[] = ['floating_network_id', 'floating_ip_address', 'project', 'shared_to_project']

/**
 * Floating IPs of a Synnefo cloud. They cannot be updated: to put one on a server, create a port with it (see
 * `CycladesPorts.create`); to remove it, delete that port.
 */
export class CycladesFloatingIps extends CommonFloatingIps {
  protected override readonly changesSinceLimitMs: number = CHANGES_SINCE_LIMIT_MS

  /**
   * Reserves a floating IP.
   *
   * `POST /floatingips` · 200 · network-api-guide § Create floating ip
   * @throws {ConflictError} if the address is taken, none is free, or the network is not a pool of floating IPs.
   * @throws {QuotaExceededError} if the project has no room for it.
   * @throws {BadRequestError} if the user is not a member of the project, or the address is not of the network.
   */
  async create(floatingIp: NewCycladesFloatingIp = {}, options?: RequestOptions): Promise<FloatingIp> {
    requireKnownFields(floatingIp, FIELDS, '')
    if (floatingIp.floating_network_id != null) requireId(floatingIp.floating_network_id, 'floating_network_id')
    if (floatingIp.floating_ip_address !== undefined) {
      requireIpv4(floatingIp.floating_ip_address, 'floating_ip_address')
      if (floatingIp.floating_network_id == null)
        rejectArgument('floating_network_id', 'must be set with floating_ip_address, which is ignored without it')
    }
    checkOwnership(floatingIp, '')
    return this.post(floatingIp, options)
  }

  /**
   * Charges the address to another project, or changes whom it is shared with. Without `shared_to_project` it is no longer shared
   * afterwards, even if it was.
   *
   * `POST /floatingips/{id}/action` · 200 · network-api-guide § Reassign floating ip
   * @throws {ForbiddenError} unless the user owns it.
   * @throws {QuotaExceededError} if the project has no room for it.
   * @throws {BadRequestError} if the user is not a member of the project.
   */
  async reassign(floatingIpId: FloatingIpId, to: Reassignment, options?: RequestOptions): Promise<void> {
    const call = { ...requireOptions(options), json: reassignBody(to), idempotent: true, expect: 200 }
    await this.http.empty('POST', path`floatingips/${requireId(floatingIpId, 'floatingIpId')}/action`, call)
  }
}
