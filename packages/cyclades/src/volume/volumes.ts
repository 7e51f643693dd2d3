import type { ChangesSinceOptions, List, RequestOptions, StatusTarget } from '@kamaki/core'
import {
  listChangedSince,
  omitUndefined,
  path,
  requireId,
  requireString,
  StatusResource,
  type StatusRules,
  unwrap,
} from '@kamaki/core/toolkit'
import { checkMetadata, checkSize } from '../common/checks.ts'
import type { VolumeId } from '../common/ids.ts'
import { VolumeMetadata } from './volume-metadata.ts'
import type { Volume, VolumeStatus, VolumeSummary } from './volume-types.ts'

/** What to wait for: a status, any of several, or whatever a function tells of the volume. */
export type VolumeTarget = StatusTarget<Volume, VolumeStatus>

/** What the plain OpenStack dialect can say of a new volume. */
export interface NewVolume {
  /** At most 255 characters. */
  display_name?: string | undefined
  /** GiB, 1 or more; 200 at most by default. */
  size: number | string
  /** At most 255 characters. */
  display_description?: string | undefined
  /** The id of its type. */
  volume_type?: number | string | undefined
  /** A snapshot to fill it from. */
  snapshot_id?: string | undefined
  /** An image to fill it from. */
  imageRef?: string | undefined
  /** A volume to clone. */
  source_volid?: VolumeId | undefined
  metadata?: Readonly<Record<string, string>> | undefined
  availability_zone?: string | undefined
  bootable?: boolean | undefined
}

export interface VolumeChanges {
  display_name?: string | undefined
  display_description?: string | undefined
  delete_on_termination?: boolean | undefined
  metadata?: Readonly<Record<string, string>> | undefined
}

/** Volumes, in the plain dialect of OpenStack. `CycladesVolumes` is what a Synnefo cloud offers. */
export class Volumes extends StatusResource<Volume, VolumeStatus, VolumeId> {
  readonly metadata: VolumeMetadata = new VolumeMetadata(this.http)

  /** How far `changesSince` may lie back, in milliseconds. */
  protected readonly changesSinceLimitMs: number = Number.POSITIVE_INFINITY

  /**
   * The user's volumes and those shared to a project of his: ids and names.
   *
   * `GET /volumes` · 200, 304 · blockstorage-api-guide § List Volumes
   */
  list(options: ChangesSinceOptions = {}): List<VolumeSummary> {
    return listChangedSince<VolumeSummary>(this.http, 'volumes', 'volumes', options, this.changesSinceLimitMs)
  }

  /**
   * The user's volumes and those shared to a project of his, in full.
   *
   * `GET /volumes/detail` · 200, 304 · blockstorage-api-guide § List Volumes
   */
  listDetail(options: ChangesSinceOptions = {}): List<Volume> {
    return listChangedSince<Volume>(this.http, 'volumes', 'volumes/detail', options, this.changesSinceLimitMs)
  }

  /**
   * Makes a volume: available at once, or, for a server, `creating` and then `in_use`. Never sent twice.
   *
   * `POST /volumes` · 202 · blockstorage-api-guide § Create Volume
   * @throws {QuotaExceededError} if the project has no room for it.
   * @throws {BadRequestError} for an unknown server, type, image or snapshot, or a source that the type cannot have.
   */
  async create(volume: NewVolume, options?: RequestOptions): Promise<VolumeSummary> {
    if (volume.display_name !== undefined) requireString(volume.display_name, 'display_name', { maxLength: 255 })
    const json = {
      volume: omitUndefined({
        ...volume,
        size: checkSize(volume.size, 'size'),
        metadata: volume.metadata && checkMetadata(volume.metadata, 'metadata'),
      }),
    }
    const call = { ...options, json, idempotent: false, expect: 202 }
    return unwrap<VolumeSummary>(this.http, 'volume', 'POST', 'volumes', call)
  }

  /**
   * One volume, as it is now. A deleted one still answers, with status `deleted`.
   *
   * `GET /volumes/{id}` · 200 · blockstorage-api-guide § Get Volume Details
   * @throws {NotFoundError} if the token's user can see no such volume.
   */
  async get(id: VolumeId, options?: RequestOptions): Promise<Volume> {
    const where = path`volumes/${requireId(id, 'id')}`
    return unwrap<Volume>(this.http, 'volume', 'GET', where, { ...options, expect: 200 })
  }

  /**
   * Changes name or description of a volume, and returns it. With nothing to change it is only read.
   *
   * `PUT /volumes/{id}` · 200 · blockstorage-api-guide § Update Volume
   */
  async update(id: VolumeId, changes: VolumeChanges, options?: RequestOptions): Promise<Volume> {
    const volume = omitUndefined(changes)
    if (Object.keys(volume).length === 0) return this.get(id, options)
    const where = path`volumes/${requireId(id, 'id')}`
    return unwrap<Volume>(this.http, 'volume', 'PUT', where, { ...options, json: { volume }, expect: 200 })
  }

  /**
   * Starts the deletion of a volume; `waitUntilDeleted(id)` waits for its end.
   *
   * `DELETE /volumes/{id}` · 202 · blockstorage-api-guide § Delete Volume
   * @throws {BadRequestError} for a root volume, which goes with its server, and while something is being done to it.
   */
  async delete(id: VolumeId, options?: RequestOptions): Promise<void> {
    await this.http.empty('DELETE', path`volumes/${requireId(id, 'id')}`, {
      ...options,
      idempotent: false,
      expect: 202,
    })
  }

  protected override statusRules(id: VolumeId): StatusRules<Volume> {
    return {
      describe: `volume ${requireId(id, 'id')}`,
      statusOf: (volume) => volume.status,
      broken: ['error', 'error_deleting', 'error_restoring'],
      deleted: 'deleted',
    }
  }
}
