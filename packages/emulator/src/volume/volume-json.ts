import { selfLinks } from '../http/links.ts'
import type { Call } from '../http/request.ts'
import { isoDate } from '../python/dates.ts'
import { showsDetachable, type Volume, type VolumeType } from './model.ts'

/** A volume as lists show it. */
export function volumeSummary(call: Call, volume: Volume): Record<string, unknown> {
  return {
    id: String(volume.id),
    display_name: volume.name,
    links: selfLinks(`${call.origin}/cyclades/volume/v2.0/volumes/${volume.id}`),
  }
}

/** A volume in full. */
export function volumeDetail(call: Call, volume: Volume): Record<string, unknown> {
  const { source, serverId } = volume
  return {
    ...volumeSummary(call, volume),
    status: volume.status.toLowerCase(),
    size: volume.size,
    display_description: volume.description,
    created_at: isoDate(volume.created),
    metadata: Object.fromEntries(volume.metadata),
    snapshot_id: source.type === 'snapshot' ? source.id : null,
    source_volid: null,
    image_id: source.type === 'image' ? source.id : null,
    attachments: serverId === null ? [] : [{ server_id: serverId, volume_id: volume.id, device_index: volume.index }],
    volume_type: volume.type.id,
    deleted: volume.deleted,
    delete_on_termination: volume.deleteOnTermination,
    user_id: volume.owner,
    tenant_id: volume.project,
    shared_to_project: volume.sharedToProject,
  }
}

export function volumeTypeJson(type: VolumeType): Record<string, unknown> {
  return {
    id: type.id,
    name: type.name,
    deleted: type.deleted,
    'SNF:disk_template': type.diskTemplate,
    'SNF:detachable': showsDetachable(type),
  }
}
