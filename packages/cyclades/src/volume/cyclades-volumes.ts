import { PartialCreateError, type Reassignment, type RequestOptions, type WaitOptions } from '@kamaki/core'
import {
  CHANGES_SINCE_LIMIT_MS,
  path,
  reassignBody,
  rejectArgument,
  requireId,
  requireObject,
  requireOptions,
  requireString,
  type StatusRules,
} from '@kamaki/core/toolkit'
import type { ServerId, VolumeId } from '../common/types.ts'
import type { CreatedVolume, Volume } from './volume-types.ts'
import { type NewVolume, VOLUME_STATUSES, type VolumeChanges, Volumes } from './volumes.ts'

/** A new volume of a Synnefo cloud. */
export interface NewCycladesVolume extends Omit<NewVolume, 'source_volid' | 'availability_zone' | 'bootable'> {
  /** At most 255 characters. */
  display_name: string
  /** A server to attach it to. Without one, the volume is available at once. */
  readonly server_id?: ServerId | undefined
  /** The project that is charged, by uuid. Default: the user's default project. */
  readonly project?: string | undefined
  /** Whether the members of the project may see and use it. Default: false. */
  readonly shared_to_project?: boolean | undefined
}

/** What can be changed of a volume of a Synnefo cloud. Its metadata is changed through `metadata`. */
export interface CycladesVolumeChanges extends VolumeChanges {
  /** The cloud cannot keep a volume when its server is deleted: only `true`, the value that it has. */
  readonly delete_on_termination?: true | undefined
  readonly metadata?: undefined
}

/** Volumes of a Synnefo cloud. */
export class CycladesVolumes extends Volumes {
  protected override readonly changesSinceLimitMs: number = CHANGES_SINCE_LIMIT_MS

  protected override statusRules(volumeId: VolumeId): StatusRules<Volume> {
    return { ...super.statusRules(volumeId), known: VOLUME_STATUSES, reason: reasonOf }
  }

  /**
   * Creates a volume: available at once, or, for a server, `creating` and then `in_use`. Never sent twice. Without
   * `volume_type` it has that of the server's flavor; without a server it needs one. Its `metadata` is set by a second
   * request, since the cloud ignores what comes with the creation.
   *
   * `POST /volumes` · 202, and with metadata `POST /volumes/{id}/metadata` · 200 · blockstorage-api-guide § Create
   * Volume
   * @throws {QuotaExceededError} if the project has no room for it.
   * @throws {BadRequestError} for an unknown server, type, image or snapshot, or a source that the type cannot have.
   * @throws {PartialCreateError} with the volume in `created`, if it exists now, but its metadata could not be set; also
   * when the caller aborts meanwhile.
   */
  override async create(volume: NewCycladesVolume, options: RequestOptions = {}): Promise<CreatedVolume> {
    requireObject(volume, 'volume')
    requireString(volume.display_name, 'display_name', { maxLength: 255 })
    if ('source_volid' in volume)
      rejectArgument('source_volid', 'must be omitted: the cloud cannot clone volumes; use a snapshot')
    const { metadata } = volume
    if (!metadata || Object.keys(metadata).length === 0) return super.create(volume, options)
    const created: CreatedVolume[] = []
    try {
      return await this.http.composite(`creation of volume '${volume.display_name}'`, options, async (request) => {
        const result = await super.create(volume, request)
        created.push(result)
        await this.metadata.update(result.id, metadata, request)
        return result
      })
    } catch (cause) {
      if (created.length === 0) throw cause
      const message = `Created volume ${created[0]?.id}, but its metadata could not be set. Set it with volumes.metadata.update()`
      throw new PartialCreateError(message, { created }, { cause })
    }
  }

  override async createAndWait(volume: NewCycladesVolume, options: WaitOptions<Volume> = {}): Promise<Volume> {
    return super.createAndWait(volume, options)
  }

  /**
   * Changes name or description of a volume, and returns it. With nothing to change it is only read.
   *
   * `PUT /volumes/{id}` · 200 · blockstorage-api-guide § Update Volume
   * @throws {InvalidArgumentError} for `delete_on_termination: false`, which the cloud always rejects, and for
   * `metadata`, which it ignores here.
   */
  override async update(volumeId: VolumeId, changes: CycladesVolumeChanges, options?: RequestOptions): Promise<Volume> {
    requireObject(changes, 'changes')
    if (changes.metadata !== undefined)
      rejectArgument('metadata', 'must be set with metadata.update(); the cloud ignores it here')
    if (changes.delete_on_termination !== undefined && !changes.delete_on_termination)
      rejectArgument('delete_on_termination', 'must be true or omitted; the cloud always rejects anything else')
    return super.update(volumeId, changes, options)
  }

  /**
   * Charges a volume to another project. Done when this returns. A root volume follows its server instead.
   *
   * Without `shared_to_project` it is no longer shared afterwards, even if it was: pass `true` to share it, or to keep
   * it shared.
   *
   * `POST /volumes/{id}/action` `reassign` · 200 · blockstorage-api-guide § Reassign Volume
   * @throws {ConflictError} for a root volume.
   * @throws {ForbiddenError} if it is someone else's, or sharing is switched off.
   * @throws {QuotaExceededError} if the project has no room for it.
   */
  async reassign(volumeId: VolumeId, to: Reassignment, options?: RequestOptions): Promise<void> {
    const call = { ...requireOptions(options), json: reassignBody(to), idempotent: true, expect: 200 }
    await this.http.empty('POST', path`volumes/${requireId(volumeId, 'volumeId')}/action`, call)
  }
}

/** The cloud does not say why a volume is broken, but what it says of its server may help. */
function reasonOf({ attachments }: Volume): string {
  const server = Array.isArray(attachments) ? attachments[0]?.server_id : undefined
  return Number.isSafeInteger(server)
    ? `see servers.diagnostics(${server}) of the compute client`
    : 'the cloud does not say why; delete it, or ask the people who run the cloud'
}
