import { KamakiError, type Reassignment, type RequestOptions } from '@kamaki/core'
import {
  CHANGES_SINCE_LIMIT_MS,
  path,
  reassignBody,
  rejectArgument,
  requireId,
  requireString,
} from '@kamaki/core/toolkit'
import type { ServerId, VolumeId } from '../common/ids.ts'
import type { Volume, VolumeSummary } from './volume-types.ts'
import { type NewVolume, type VolumeChanges, Volumes } from './volumes.ts'

/** A new volume of Synnefo. */
export interface NewCycladesVolume extends Omit<NewVolume, 'source_volid' | 'availability_zone' | 'bootable'> {
  /** At most 255 characters. */
  display_name: string
  /** A server to make it for. Without one, the volume is available at once. */
  server_id?: ServerId | undefined
  /** The id of its type. Default: that of the server's flavor; needed where there is no server. */
  volume_type?: number | string | undefined
  /** An image to fill it from. Only volumes of some types can be filled. */
  imageRef?: string | undefined
  /** The project that is charged, by uuid. Default: the user's default project. */
  project?: string | undefined
  /** Whether the members of the project may see and use it. Default: false. */
  shared_to_project?: boolean | undefined
}

/** What can be changed of a volume of Synnefo. Its metadata is changed through `metadata`. */
export interface CycladesVolumeChanges extends VolumeChanges {
  /** The cloud cannot keep a volume when its server goes: only `true`, which it is anyway. */
  delete_on_termination?: true | undefined
  metadata?: undefined
}

/** Volumes of a Synnefo cloud. */
export class CycladesVolumes extends Volumes {
  protected override readonly changesSinceLimitMs: number = CHANGES_SINCE_LIMIT_MS

  /**
   * Makes a volume: available at once, or, for a server, `creating` and then `in_use`. Never sent twice. Its `metadata`
   * is set by a request of its own, since the cloud forgets what comes with the creation.
   *
   * `POST /volumes` · 202, and with metadata `POST /volumes/{id}/metadata` · 200 · blockstorage-api-guide § Create
   * Volume
   * @throws {QuotaExceededError} if the project has no room for it.
   * @throws {BadRequestError} for an unknown server, type, image or snapshot, or a source that the type cannot have.
   * @throws {KamakiError} that names the volume if it was made, but its metadata could not be set; the `cause` tells
   * why.
   */
  override async create(volume: NewCycladesVolume, options?: RequestOptions): Promise<VolumeSummary> {
    requireString(volume.display_name, 'display_name', { maxLength: 255 })
    if ('source_volid' in volume)
      rejectArgument('source_volid', 'must be left out: the cloud cannot clone volumes; go by a snapshot')
    const made = await super.create(volume, options)
    if (!volume.metadata || Object.keys(volume.metadata).length === 0) return made
    try {
      await this.metadata.update(made.id, volume.metadata, options)
    } catch (cause) {
      if (options?.signal?.aborted) throw cause
      throw new KamakiError(`Volume ${made.id} has been made, but its metadata could not be set`, { cause })
    }
    return made
  }

  /**
   * Changes name or description of a volume, and returns it. With nothing to change it is only read.
   *
   * `PUT /volumes/{id}` · 200 · blockstorage-api-guide § Update Volume
   * @throws {InvalidArgumentError} for `delete_on_termination: false`, which the cloud always refuses, and for
   * `metadata`, which it ignores here.
   */
  override async update(id: VolumeId, changes: CycladesVolumeChanges, options?: RequestOptions): Promise<Volume> {
    if (changes.metadata !== undefined)
      rejectArgument('metadata', 'must be set with metadata.update(); it is ignored here')
    if (changes.delete_on_termination !== undefined && !changes.delete_on_termination) {
      rejectArgument('delete_on_termination', 'must be true or left out; the cloud always refuses anything else')
    }
    return super.update(id, changes, options)
  }

  /**
   * Charges a volume to another project. Done when this returns. A root volume follows its server instead.
   *
   * Without `shared_to_project` it is no longer shared afterwards, even if it was: say `true` to share it, or to keep
   * it shared.
   *
   * `POST /volumes/{id}/action` `reassign` · 200 · blockstorage-api-guide § Reassign Volume
   * @throws {ConflictError} for a root volume.
   * @throws {ForbiddenError} if it is someone else's, or sharing is switched off.
   * @throws {QuotaExceededError} if the project has no room for it.
   */
  async reassign(id: VolumeId, to: Reassignment, options?: RequestOptions): Promise<void> {
    const call = { ...options, json: reassignBody(to), idempotent: true, expect: 200 }
    await this.http.empty('POST', path`volumes/${requireId(id, 'id')}/action`, call)
  }
}
