import type { List, Path, RequestOptions } from '@kamaki/core'
import { path, Resource, requireId, requireOptions } from '@kamaki/core/toolkit'
import type { ServerId, VolumeId } from '../common/types.ts'

/** A volume as a server's disk. */
export interface VolumeAttachment {
  /** The same as `volumeId`. */
  id: number
  volumeId: number
  serverId: number
  /** Always empty. */
  device: string
}

/** The volumes of servers. */
export class VolumeAttachments extends Resource {
  /**
   * The volumes of a server, including those that are being created, attached or detached.
   *
   * `GET /servers/{id}/os-volume_attachments` · 200 · compute-api-extensions-guide § List Volumes
   */
  list(serverId: ServerId, options?: RequestOptions): List<VolumeAttachment> {
    const call = { ...requireOptions(options), expect: 200 }
    return this.unwrapList<VolumeAttachment>('volumeAttachments', collectionPath(serverId), call)
  }

  /**
   * One volume of a server.
   *
   * `GET /servers/{id}/os-volume_attachments/{volume}` · 200 · compute-api-extensions-guide § Show Volume
   * @throws {BadRequestError} if there is no such volume, or it is not this server's.
   */
  async get(serverId: ServerId, volumeId: VolumeId, options?: RequestOptions): Promise<VolumeAttachment> {
    const call = { ...requireOptions(options), expect: 200 }
    return this.unwrap<VolumeAttachment>('volumeAttachment', 'GET', itemPath(serverId, volumeId), call)
  }

  /**
   * Attaches an available volume to a server as one more disk. Still running when this returns: `servers.waitUntilIdle`
   * waits for the server, `volumes.waitUntil(volumeId, 'in_use')` for the volume. 8 disks per server at most, by default.
   *
   * `POST /servers/{id}/os-volume_attachments` · 202 · compute-api-extensions-guide § Attach Volume
   * @throws {BadRequestError} if there is no such volume, it is in use, or its type cannot be attached.
   */
  async attach(serverId: ServerId, volumeId: VolumeId, options?: RequestOptions): Promise<VolumeAttachment> {
    const json = { volumeAttachment: { volumeId: requireId(volumeId, 'volumeId') } }
    const call = { ...requireOptions(options), json, expect: 202 }
    return this.unwrap<VolumeAttachment>('volumeAttachment', 'POST', collectionPath(serverId), call)
  }

  /**
   * Detaches a volume from a server. Still running when this returns: `volumes.waitUntil(volumeId, 'available')` waits
   * for its end.
   *
   * `DELETE /servers/{id}/os-volume_attachments/{volume}` · 202 · compute-api-extensions-guide § Detach Volume
   * @throws {BadRequestError} if it is not this server's, is its root, or its type cannot be detached.
   */
  async detach(serverId: ServerId, volumeId: VolumeId, options?: RequestOptions): Promise<void> {
    await this.http.empty('DELETE', itemPath(serverId, volumeId), {
      ...requireOptions(options),
      idempotent: false,
      expect: 202,
    })
  }

  /**
   * Detaches each attachment of this volume from a server, as the old client's `detach_volume` does: they are listed
   * first, and where none matches nothing is detached. On a Synnefo cloud `detach` does it in one request.
   *
   * @returns what was detached.
   */
  async detachVolume(
    serverId: ServerId,
    volumeId: VolumeId,
    options: RequestOptions = {},
  ): Promise<VolumeAttachment[]> {
    requireId(volumeId, 'volumeId')
    return this.http.composite(`detachment of volume ${volumeId}`, options, async (request) => {
      const attachments = await this.list(serverId, request)
      const matching = attachments.filter((attachment) => String(attachment.volumeId) === String(volumeId))
      for (const { id } of matching) await this.detach(serverId, id, request)
      return matching
    })
  }
}

function collectionPath(serverId: ServerId): Path {
  return path`servers/${requireId(serverId, 'serverId')}/os-volume_attachments`
}

function itemPath(serverId: ServerId, volumeId: VolumeId): Path {
  return path`servers/${requireId(serverId, 'serverId')}/os-volume_attachments/${requireId(volumeId, 'volumeId')}`
}
