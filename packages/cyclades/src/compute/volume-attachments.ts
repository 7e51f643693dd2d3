import type { List, Path, RequestOptions } from '@kamaki/core'
import { path, Resource, requireId, unwrap, unwrapList } from '@kamaki/core/toolkit'
import type { ServerId, VolumeId } from '../common/ids.ts'

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
   * The volumes of a server, those still being made, attached or detached included.
   *
   * `GET /servers/{id}/os-volume_attachments` · 200 · compute-api-extensions-guide § List Volumes
   */
  list(server: ServerId, options?: RequestOptions): List<VolumeAttachment> {
    const call = { ...options, expect: 200 }
    return unwrapList<VolumeAttachment>(this.http, 'volumeAttachments', collection(server), call)
  }

  /**
   * One volume of a server.
   *
   * `GET /servers/{id}/os-volume_attachments/{volume}` · 200 · compute-api-extensions-guide § Show Volume
   * @throws {BadRequestError} if there is no such volume, or it is not this server's.
   */
  async get(server: ServerId, volume: VolumeId, options?: RequestOptions): Promise<VolumeAttachment> {
    const call = { ...options, expect: 200 }
    return unwrap<VolumeAttachment>(this.http, 'volumeAttachment', 'GET', item(server, volume), call)
  }

  /**
   * Gives an available volume to a server as one more disk. Under way when this returns: `servers.waitUntilIdle` waits
   * for the server, `volumes.waitUntil(id, 'in_use')` for the volume. 8 disks a server at most, by default.
   *
   * `POST /servers/{id}/os-volume_attachments` · 202 · compute-api-extensions-guide § Attach Volume
   * @throws {BadRequestError} if there is no such volume, it is in use, or its type cannot be attached.
   */
  async attach(server: ServerId, volume: VolumeId, options?: RequestOptions): Promise<VolumeAttachment> {
    const json = { volumeAttachment: { volumeId: requireId(volume, 'volume') } }
    const call = { ...options, json, expect: 202 }
    return unwrap<VolumeAttachment>(this.http, 'volumeAttachment', 'POST', collection(server), call)
  }

  /**
   * Takes a volume from a server. Under way when this returns: `volumes.waitUntil(id, 'available')` waits for its end.
   *
   * `DELETE /servers/{id}/os-volume_attachments/{volume}` · 202 · compute-api-extensions-guide § Detach Volume
   * @throws {BadRequestError} if it is not this server's, is its root, or its type cannot be detached.
   */
  async detach(server: ServerId, volume: VolumeId, options?: RequestOptions): Promise<void> {
    await this.http.empty('DELETE', item(server, volume), { ...options, idempotent: false, expect: 202 })
  }

  /**
   * Takes from a server each attachment that is of this volume, as the old client's `detach_volume` does: the list is
   * asked for first, and where nothing matches nothing is detached. On a Synnefo cloud `detach` does it in one request.
   *
   * @returns what was detached.
   */
  async detachVolume(server: ServerId, volume: VolumeId, options?: RequestOptions): Promise<VolumeAttachment[]> {
    requireId(volume, 'volume')
    const attachments = await this.list(server, options)
    const matching = attachments.filter(({ volumeId }) => String(volumeId) === String(volume))
    for (const { id } of matching) await this.detach(server, id, options)
    return matching
  }
}

function collection(server: ServerId): Path {
  return path`servers/${requireId(server, 'server')}/os-volume_attachments`
}

function item(server: ServerId, volume: VolumeId): Path {
  return path`servers/${requireId(server, 'server')}/os-volume_attachments/${requireId(volume, 'volume')}`
}
