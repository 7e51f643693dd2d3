import type { ChangesSinceOptions, List, Path, RequestOptions, StatusTarget, WaitOptions } from '@kamaki/core'
import {
  createAndWait,
  findByName,
  omitUndefined,
  path,
  requireId,
  requireObject,
  requireOptions,
  requireRequestOptions,
  requireString,
  requireStringValues,
  StatusResource,
  type StatusRules,
} from '@kamaki/core/toolkit'
import { checkSize } from '../common/checks.ts'
import type { ImageId, Metadata, SnapshotId, VolumeId, VolumeTypeId } from '../common/types.ts'
import { VolumeMetadata } from './volume-metadata.ts'
import type { CreatedVolume, Volume, VolumeStatus, VolumeSummary } from './volume-types.ts'

/** What to wait for: a status, any of several, or a condition on the volume. */
export type VolumeTarget = StatusTarget<Volume, VolumeStatus>

/** A new volume, in the plain dialect of OpenStack. */
export interface NewVolume {
  /** At most 255 characters. */
  readonly display_name?: string | undefined
  /** GiB, 1 or more; 200 at most by default. */
  size: number | string
  /** At most 255 characters. */
  readonly display_description?: string | undefined
  readonly volume_type?: VolumeTypeId | undefined
  /** A snapshot to fill it from. */
  readonly snapshot_id?: SnapshotId | undefined
  /** An image to fill it from. */
  readonly imageRef?: ImageId | undefined
  /** A volume to clone. */
  readonly source_volid?: VolumeId | undefined
  readonly metadata?: Readonly<Metadata> | undefined
  readonly availability_zone?: string | undefined
  readonly bootable?: boolean | undefined
}

/** What can be changed of a volume in OpenStack. */
export interface VolumeChanges {
  readonly display_name?: string | undefined
  readonly display_description?: string | undefined
  readonly delete_on_termination?: boolean | undefined
  readonly metadata?: Readonly<Metadata> | undefined
}

/** The statuses of Synnefo. */
export const VOLUME_STATUSES: readonly VolumeStatus[] = [
  'creating',
  'available',
  'attaching',
  'detaching',
  'in_use',
  'deleting',
  'deleted',
  'error',
  'error_deleting',
  'backing_up',
  'restoring_backup',
  'error_restoring',
]

/** Those of a volume that can be used; OpenStack writes the second with a hyphen. */
const isReady = ({ status }: Volume): boolean => status === 'available' || status === 'in_use' || status === 'in-use'

/** Those that only OpenStack has, some of them for want of an underscore. */
const OPENSTACK_STATUSES: readonly string[] = [
  'in-use',
  'backing-up',
  'restoring-backup',
  'awaiting-transfer',
  'downloading',
  'error_backing-up',
  'error_extending',
  'extending',
  'maintenance',
  'reserved',
  'retyping',
  'uploading',
]

/** Volumes, in the plain dialect of OpenStack. `CycladesVolumes` is what a Synnefo cloud offers. */
export class Volumes extends StatusResource<Volume, VolumeStatus, VolumeId> {
  readonly metadata: VolumeMetadata = new VolumeMetadata(this.http)

  /**
   * The user's volumes and those shared with their projects: ids and names.
   *
   * `GET /volumes` · 200, 304 · blockstorage-api-guide § List Volumes
   */
  list(options: ChangesSinceOptions = {}): List<VolumeSummary> {
    return this.listChangedSince<VolumeSummary>('volumes', 'volumes', options)
  }

  /**
   * The user's volumes and those shared with their projects, with all fields.
   *
   * `GET /volumes/detail` · 200, 304 · blockstorage-api-guide § List Volumes
   */
  listDetail(options: ChangesSinceOptions = {}): List<Volume> {
    return this.listChangedSince<Volume>('volumes', 'volumes/detail', options)
  }

  /**
   * Creates a volume: available at once, or, for a server, `creating` and then `in_use`. Never sent twice.
   *
   * `POST /volumes` · 202 · blockstorage-api-guide § Create Volume
   * @throws {QuotaExceededError} if the project has no room for it.
   * @throws {BadRequestError} for an unknown server, type, image or snapshot, or a source that the type cannot have.
   */
  async create(volume: NewVolume, options?: RequestOptions): Promise<CreatedVolume> {
    requireObject(volume, 'volume')
    if (volume.display_name !== undefined) requireString(volume.display_name, 'display_name', { maxLength: 255 })
    if (volume.metadata !== undefined) requireStringValues(volume.metadata, 'metadata')
    const json = { volume: omitUndefined({ ...volume, size: checkSize(volume.size, 'size') }) }
    const call = { ...requireOptions(options), json, idempotent: false, expect: 202 }
    return this.unwrap<CreatedVolume>('volume', 'POST', 'volumes', call)
  }

  /**
   * The one volume with a name.
   *
   * `GET /volumes/detail` · 200
   * @throws {LookupError} if none has it, or several have: `matches` has their ids.
   */
  async find(name: string, options?: RequestOptions): Promise<Volume> {
    return findByName(this.listDetail(requireRequestOptions(options)), name, {
      noun: 'volume',
      resource: 'volumes',
      nameOf: ({ display_name }) => display_name,
    })
  }

  /**
   * One volume, as it is now. A deleted one can still be read, with status `deleted`.
   *
   * `GET /volumes/{id}` · 200 · blockstorage-api-guide § Get Volume Details
   * @throws {NotFoundError} if the user can see no such volume.
   */
  async get(volumeId: VolumeId, options?: RequestOptions): Promise<Volume> {
    return this.unwrap<Volume>('volume', 'GET', volumePath(volumeId), { ...requireOptions(options), expect: 200 })
  }

  /**
   * Creates a volume and waits until it is available, or, for a server, in use; within one `timeoutMs` (default: ten minutes).
   *
   * `POST /volumes` · 202, then `GET /volumes/{id}`
   * @throws {PartialCreateError} with the volume in `created`, if it exists now, but is not ready; also when the caller aborts meanwhile.
   * `cause` says why.
   */
  async createAndWait(volume: NewVolume, options: WaitOptions<Volume> = {}): Promise<Volume> {
    const { state } = await createAndWait<CreatedVolume, Volume>(
      {
        noun: 'volume',
        create: (request) => this.create(volume, request),
        wait: ({ id }, wait) => this.waitUntil(id, isReady, wait),
      },
      options,
    )
    return state
  }

  /**
   * Changes name or description of a volume, and returns it. With nothing to change it is only read.
   *
   * `PUT /volumes/{id}` · 200 · blockstorage-api-guide § Update Volume
   */
  async update(volumeId: VolumeId, changes: VolumeChanges, options?: RequestOptions): Promise<Volume> {
    const volume = omitUndefined(requireObject(changes, 'changes'))
    if (Object.keys(volume).length === 0) return this.get(volumeId, options)
    return this.unwrap<Volume>('volume', 'PUT', volumePath(volumeId), {
      ...requireOptions(options),
      json: { volume },
      expect: 200,
    })
  }

  /**
   * Starts the deletion of a volume; `waitUntilDeleted(volumeId)` waits for its end.
   *
   * `DELETE /volumes/{id}` · 202 · blockstorage-api-guide § Delete Volume
   * @throws {BadRequestError} for a root volume, which is deleted with its server, and while the volume is being changed.
   */
  async delete(volumeId: VolumeId, options?: RequestOptions): Promise<void> {
    await this.http.empty('DELETE', volumePath(volumeId), {
      ...requireOptions(options),
      idempotent: false,
      expect: 202,
    })
  }

  protected override statusRules(volumeId: VolumeId): StatusRules<Volume> {
    return {
      describe: `volume ${requireId(volumeId, 'volumeId')}`,
      statusOf: (volume) => volume.status,
      known: [...VOLUME_STATUSES, ...OPENSTACK_STATUSES],
      broken: ['error', 'error_deleting', 'error_restoring'],
      deleted: 'deleted',
    }
  }
}

function volumePath(volumeId: VolumeId): Path {
  return path`volumes/${requireId(volumeId, 'volumeId')}`
}
