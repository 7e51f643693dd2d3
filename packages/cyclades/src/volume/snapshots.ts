import type { ChangesSinceOptions, List, RequestOptions, StatusTarget, WaitOptions } from '@kamaki/core'
import {
  type Http,
  listChangedSince,
  omitUndefined,
  path,
  rejectArgument,
  requireId,
  requireString,
  StatusResource,
  type StatusRules,
  unwrap,
} from '@kamaki/core/toolkit'
import { checkMetadata } from '../common/checks.ts'
import type { SnapshotId, VolumeId } from '../common/ids.ts'
import { SnapshotMetadata } from './snapshot-metadata.ts'
import type { Snapshot, SnapshotStatus } from './volume-types.ts'

/** What to wait for: a status, any of several, or whatever a function tells of the snapshot. */
export type SnapshotTarget = StatusTarget<Snapshot, SnapshotStatus>

export interface NewSnapshot {
  /** A volume that a server has, of a type that can be detached. */
  volume_id: VolumeId
  /** At most 256 characters. Default: `Snapshot of volume '<id>'`. */
  display_name?: string | undefined
  /** At most 256 characters. */
  display_description?: string | undefined
  metadata?: Readonly<Record<string, string>> | undefined
}

export interface SnapshotChanges {
  display_name?: string | undefined
  display_description?: string | undefined
}

/**
 * Snapshots of volumes. Clouds can switch them off: the calls are then 400 or 501. They are kept in the Pithos
 * container `snapshots`.
 */
export class Snapshots extends StatusResource<Snapshot, SnapshotStatus, SnapshotId> {
  readonly metadata: SnapshotMetadata = new SnapshotMetadata(this.http)
  readonly #changesSinceLimitMs: number

  /** @param changesSinceLimitMs how far `changesSince` may lie back. */
  constructor(http: Http, changesSinceLimitMs: number = Number.POSITIVE_INFINITY) {
    super(http)
    this.#changesSinceLimitMs = changesSinceLimitMs
  }

  /**
   * The user's snapshots, those shared with him and public ones. As full as those of `listDetail`.
   *
   * `GET /snapshots` · 200 · blockstorage-api-guide § List Snapshots
   */
  list(options: ChangesSinceOptions = {}): List<Snapshot> {
    return listChangedSince<Snapshot>(this.http, 'snapshots', 'snapshots', options, this.#changesSinceLimitMs)
  }

  /**
   * The user's snapshots, those shared with him and public ones, in full.
   *
   * `GET /snapshots/detail` · 200 · blockstorage-api-guide § List Snapshots
   */
  listDetail(options: ChangesSinceOptions = {}): List<Snapshot> {
    return listChangedSince<Snapshot>(this.http, 'snapshots', 'snapshots/detail', options, this.#changesSinceLimitMs)
  }

  /**
   * Makes a snapshot of a volume; `waitUntil(id, 'AVAILABLE')` waits for it. Never sent twice.
   *
   * `POST /snapshots` · 202 · blockstorage-api-guide § Create Snapshot
   * @throws {BadRequestError} if there is no such volume, or it is detached, or its type has no snapshots.
   * @throws {QuotaExceededError} if there is no room in Pithos for it.
   */
  async create(snapshot: NewSnapshot, options?: RequestOptions): Promise<Snapshot> {
    requireId(snapshot.volume_id, 'volume_id')
    if (snapshot.metadata !== undefined) checkMetadata(snapshot.metadata, 'metadata')
    const call = { ...options, json: { snapshot: omitUndefined(snapshot) }, idempotent: false, expect: 202 }
    return unwrap<Snapshot>(this.http, 'snapshot', 'POST', 'snapshots', call)
  }

  /**
   * One snapshot, as it is now.
   *
   * `GET /snapshots/{id}` · 200 · blockstorage-api-guide § Get Snapshot Details
   * @throws {NotFoundError} if there is none.
   * @throws {ForbiddenError} if it is not for this user.
   * @throws {BadRequestError} with an empty message if the id is no uuid.
   */
  async get(id: SnapshotId, options?: RequestOptions): Promise<Snapshot> {
    const where = path`snapshots/${requireId(id, 'id')}`
    return unwrap<Snapshot>(this.http, 'snapshot', 'GET', where, { ...options, expect: 200 })
  }

  /**
   * Changes name or description of a snapshot, and returns it. With nothing to change it is only read.
   *
   * `PUT /snapshots/{id}` · 200 · blockstorage-api-guide § Update Snapshot
   * @throws {InvalidArgumentError} for an empty name, by which the cloud would lose the snapshot.
   */
  async update(id: SnapshotId, changes: SnapshotChanges, options?: RequestOptions): Promise<Snapshot> {
    const snapshot = omitUndefined(changes)
    if (Object.keys(snapshot).length === 0) return this.get(id, options)
    if (changes.display_name !== undefined) requireString(changes.display_name, 'display_name', { maxLength: 256 })
    const where = path`snapshots/${requireId(id, 'id')}`
    const call = { ...options, json: { snapshot }, expect: 200 }
    return unwrap<Snapshot>(this.http, 'snapshot', 'PUT', where, call)
  }

  /**
   * Deletes a snapshot, and its file in Pithos. Done when this returns.
   *
   * `DELETE /snapshots/{id}` · 202 · blockstorage-api-guide § Delete Snapshot
   * @throws {NotFoundError} if there is none.
   */
  async delete(id: SnapshotId, options?: RequestOptions): Promise<void> {
    await this.http.empty('DELETE', path`snapshots/${requireId(id, 'id')}`, {
      ...options,
      idempotent: false,
      expect: 202,
    })
  }

  protected override statusRules(id: SnapshotId): StatusRules<Snapshot> {
    return {
      describe: `snapshot ${requireId(id, 'id')}`,
      statusOf: (snapshot) => snapshot.status,
      broken: ['ERROR'],
      deleted: 'DELETED',
    }
  }

  /**
   * Waits until a snapshot has a status (or one of several, or until a function of it is true), and returns it.
   *
   * @throws {WaitFailedError} as soon as it is in `ERROR` or `DELETED` and that is not what is waited for.
   * @throws {WaitTimeoutError} after `timeoutMs`, ten minutes by default. Both have its last state.
   * @throws {InvalidArgumentError} for `DELETED`: `delete` is done when it returns, and the snapshot is then not found.
   */
  override async waitUntil(id: SnapshotId, target: SnapshotTarget, options?: WaitOptions<Snapshot>): Promise<Snapshot> {
    if (target === 'DELETED')
      rejectArgument('target', 'must not be DELETED; a snapshot is gone as soon as delete() returns')
    return super.waitUntil(id, target, options)
  }
}
