import { type Http, List, path, type RequestOptions, type WaitOptions } from '@kamaki/core'
import { type ChangesSince, changesSinceQuery } from '../changes-since.ts'
import { checkId, checkMetadata, checkName, checkSize, defined } from '../checks.ts'
import { fetchChanges } from '../fetch-changes.ts'
import type { VolumeId } from '../ids.ts'
import { member } from '../member.ts'
import { type StatusRules, type Target, waitUntilStatus, waitWhileStatus } from '../status-wait.ts'
import type { Volume, VolumeStatus, VolumeSummary } from './resources.ts'
import { VolumeMetadata } from './volume-metadata.ts'

/** What to wait for: a status, any of several, or whatever a function tells of the volume. */
export type VolumeTarget = Target<Volume, VolumeStatus>

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
export class Volumes {
  protected readonly http: Http
  readonly metadata: VolumeMetadata

  constructor(http: Http) {
    this.http = http
    this.metadata = new VolumeMetadata(http)
  }

  /** How far `changesSince` may lie back, in milliseconds. */
  protected readonly changesSinceLimitMs: number = Number.POSITIVE_INFINITY

  /**
   * The user's volumes and those shared to a project of his: ids and names.
   *
   * `GET /volumes` · 200, 304 · blockstorage-api-guide § List Volumes
   */
  list({ changesSince }: ChangesSince = {}, options?: RequestOptions): List<VolumeSummary> {
    return List.of(async () => {
      const query = changesSinceQuery(changesSince, this.changesSinceLimitMs)
      return fetchChanges<VolumeSummary>(this.http, 'volumes', 'volumes', query, options)
    })
  }

  /**
   * The user's volumes and those shared to a project of his, in full.
   *
   * `GET /volumes/detail` · 200, 304 · blockstorage-api-guide § List Volumes
   */
  listDetail({ changesSince }: ChangesSince = {}, options?: RequestOptions): List<Volume> {
    return List.of(async () => {
      const query = changesSinceQuery(changesSince, this.changesSinceLimitMs)
      return fetchChanges<Volume>(this.http, 'volumes/detail', 'volumes', query, options)
    })
  }

  /**
   * Makes a volume: available at once, or, for a server, `creating` and then `in_use`. Never sent twice.
   *
   * `POST /volumes` · 202 · blockstorage-api-guide § Create Volume
   * @throws {QuotaExceededError} if the project has no room for it.
   * @throws {BadRequestError} for an unknown server, type, image or snapshot, or a source that the type cannot have.
   */
  async create(volume: NewVolume, options?: RequestOptions): Promise<VolumeSummary> {
    if (volume.display_name !== undefined) checkName(volume.display_name, 'display_name', 255)
    const json = {
      volume: defined({
        ...volume,
        size: checkSize(volume.size, 'size'),
        metadata: volume.metadata && checkMetadata(volume.metadata, 'metadata'),
      }),
    }
    const call = { ...options, json, idempotent: false, expect: 202 }
    return member<VolumeSummary>(this.http, 'volume', 'POST', 'volumes', call)
  }

  /**
   * One volume, as it is now. A deleted one still answers, with status `deleted`.
   *
   * `GET /volumes/{id}` · 200 · blockstorage-api-guide § Get Volume Details
   * @throws {NotFoundError} if the token's user can see no such volume.
   */
  async get(id: VolumeId, options?: RequestOptions): Promise<Volume> {
    const where = path`volumes/${checkId(id, 'id')}`
    return member<Volume>(this.http, 'volume', 'GET', where, { ...options, expect: 200 })
  }

  /**
   * Changes name or description of a volume, and returns it. With nothing to change it is only read.
   *
   * `PUT /volumes/{id}` · 200 · blockstorage-api-guide § Update Volume
   */
  async update(id: VolumeId, changes: VolumeChanges, options?: RequestOptions): Promise<Volume> {
    const volume = defined(changes)
    if (Object.keys(volume).length === 0) return this.get(id, options)
    const where = path`volumes/${checkId(id, 'id')}`
    return member<Volume>(this.http, 'volume', 'PUT', where, { ...options, json: { volume }, expect: 200 })
  }

  /**
   * Starts the deletion of a volume; `waitUntil(id, 'deleted')` waits for its end.
   *
   * `DELETE /volumes/{id}` · 202 · blockstorage-api-guide § Delete Volume
   * @throws {BadRequestError} for a root volume, which goes with its server, and while something is being done to it.
   */
  async delete(id: VolumeId, options?: RequestOptions): Promise<void> {
    await this.http.empty('DELETE', path`volumes/${checkId(id, 'id')}`, { ...options, idempotent: false, expect: 202 })
  }

  /**
   * Waits until a volume has a status (or one of several, or until a function of it is true), and returns it.
   *
   * @throws {WaitFailedError} as soon as it is in `error` or `deleted` and that is not what is waited for.
   * @throws {WaitTimeoutError} after `timeoutMs`, ten minutes by default. Both carry the last state.
   */
  async waitUntil(id: VolumeId, target: VolumeTarget, options?: WaitOptions<Volume>): Promise<Volume> {
    return waitUntilStatus((poll) => this.get(id, poll), target, volumeRules(id), options)
  }

  /**
   * Waits while a volume has a status (or one of several), and returns it as it is then.
   *
   * @throws {WaitFailedError} if it leaves the status for `error` or `deleted`. For a deletion, use
   * `waitUntil(id, 'deleted')`.
   * @throws {WaitTimeoutError} after `timeoutMs`, ten minutes by default. Both carry the last state.
   */
  async waitWhile(
    id: VolumeId,
    current: VolumeStatus | readonly VolumeStatus[],
    options?: WaitOptions<Volume>,
  ): Promise<Volume> {
    return waitWhileStatus((poll) => this.get(id, poll), current, volumeRules(id), options)
  }
}

function volumeRules(id: VolumeId): StatusRules<Volume> {
  return {
    describe: `volume ${id}`,
    statusOf: (volume) => volume.status,
    broken: ['error', 'error_deleting', 'error_restoring'],
    deleted: 'deleted',
  }
}
