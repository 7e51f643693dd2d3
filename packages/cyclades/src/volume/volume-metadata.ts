import type { RequestOptions } from '@kamaki/core'
import { requireStringValues } from '@kamaki/core/toolkit'
import { MetadataResource, type MetadataRoutes } from '../common/metadata.ts'
import type { Metadata, SnapshotId, VolumeId } from '../common/types.ts'

const STATUSES = { updated: 200, deleted: 200, deletesMissing: false }

/** Metadata of volumes: at most 10 items each, keys of 64 and values of 255 characters (the cloud's defaults). */
export class VolumeMetadata extends MetadataResource<VolumeId> {
  protected override readonly routes: MetadataRoutes = { collection: 'volumes', idName: 'volumeId', ...STATUSES }

  /**
   * Replaces the metadata of a volume, and returns it.
   *
   * `PUT /volumes/{id}/metadata` · 200 · blockstorage-api-guide § Update Volume Metadata
   * @throws {BadRequestError} for too many items, or ones too long.
   */
  async replace(volumeId: VolumeId, metadata: Readonly<Metadata>, options?: RequestOptions): Promise<Metadata> {
    return this.send('PUT', volumeId, metadata, options)
  }
}

/** Items that are the cloud's own: what it is to do with the snapshot, and its description. */
const KEPT: readonly string[] = ['exclude_all_tasks', 'description']

/**
 * Metadata of snapshots, which are their properties as images: with `exclude_all_tasks` and `description`, which the cloud
 * adds, and for snapshots of root volumes `OS` and `users`. Values have 256 characters at most; an empty one removes its key.
 */
export class SnapshotMetadata extends MetadataResource<SnapshotId> {
  protected override readonly routes: MetadataRoutes = {
    collection: 'snapshots',
    idName: 'snapshotId',
    ...STATUSES,
    deletesMissing: true,
  }

  /**
   * Replaces the metadata of a snapshot, except `exclude_all_tasks` and `description`, which stay unless given, and
   * returns all of it.
   *
   * `GET` and `POST /snapshots/{id}/metadata`. The `PUT` that is for this would make the cloud forget that it is a
   * snapshot at all; it is never sent.
   */
  async replace(snapshotId: SnapshotId, metadata: Readonly<Metadata>, options: RequestOptions = {}): Promise<Metadata> {
    requireStringValues(metadata, 'metadata')
    return this.http.composite(`replacement of the metadata of snapshot ${snapshotId}`, options, async (request) => {
      const old = Object.keys(await this.list(snapshotId, request)).filter((key) => !KEPT.includes(key))
      const removed = Object.fromEntries(old.map((key) => [key, '']))
      return this.update(snapshotId, { ...removed, ...metadata }, request)
    })
  }
}
