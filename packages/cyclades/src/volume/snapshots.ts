import type { ChangesSinceOptions, List, Path, RequestOptions, StatusTarget, WaitOptions } from '@kamaki/core'
import {
  CHANGES_SINCE_LIMIT_MS,
  createAndWait,
  findByName,
  omitUndefined,
  path,
  rejectArgument,
  requireId,
  requireObject,
  requireOptions,
  requireRequestOptions,
  requireString,
  requireStringValues,
  StatusResource,
  type StatusRules,
} from '@kamaki/core/toolkit'
import type { Metadata, SnapshotId, VolumeId } from '../common/types.ts'
import { SnapshotMetadata } from './volume-metadata.ts'
import type { Snapshot, SnapshotStatus } from './volume-types.ts'

/** What to wait for: a status, any of several, or a condition on the snapshot. */
export type SnapshotTarget = StatusTarget<Snapshot, SnapshotStatus>

export interface NewSnapshot {
  /** A volume that is attached to a server, of a type that can be detached. */
  volume_id: VolumeId
  /** At most 256 characters. Default: `Snapshot of volume '<id>'`. */
  readonly display_name?: string | undefined
  /** At most 256 characters. */
  readonly display_description?: string | undefined
  readonly metadata?: Readonly<Metadata> | undefined
}

export interface SnapshotChanges {
  readonly display_name?: string | undefined
  readonly display_description?: string | undefined
}

const SNAPSHOT_STATUSES: readonly SnapshotStatus[] = ['CREATING', 'AVAILABLE', 'ERROR', 'DELETED', 'UNKNOWN']

/**
 * Snapshots of volumes. Clouds can switch them off: the calls are then 400 or 501. They are kept in the Pithos
 * container `snapshots`.
 */
export class Snapshots extends StatusResource<Snapshot, SnapshotStatus, SnapshotId> {
  readonly metadata: SnapshotMetadata = new SnapshotMetadata(this.http)

  /**
   * The user's snapshots, those shared with them and public ones. They have all fields, as those of `listDetail`.
   *
   * `GET /snapshots` · 200 · blockstorage-api-guide § List Snapshots
   */
  list(options: ChangesSinceOptions = {}): List<Snapshot> {
    return this.listChangedSince<Snapshot>('snapshots', 'snapshots', options)
  }

  /**
   * The user's snapshots, those shared with them and public ones, with all fields.
   *
   * `GET /snapshots/detail` · 200 · blockstorage-api-guide § List Snapshots
   */
  listDetail(options: ChangesSinceOptions = {}): List<Snapshot> {
    return this.listChangedSince<Snapshot>('snapshots', 'snapshots/detail', options)
  }

  /**
   * Creates a snapshot of a volume; `waitUntil(snapshotId, 'AVAILABLE')` waits for it. Never sent twice.
   *
   * `POST /snapshots` · 202 · blockstorage-api-guide § Create Snapshot
   * @throws {BadRequestError} if there is no such volume, or it is detached, or its type has no snapshots.
   * @throws {QuotaExceededError} if there is no room in Pithos for it.
   */
  async create(snapshot: NewSnapshot, options?: RequestOptions): Promise<Snapshot> {
    requireObject(snapshot, 'snapshot')
    requireId(snapshot.volume_id, 'volume_id')
    if (snapshot.metadata !== undefined) requireStringValues(snapshot.metadata, 'metadata')
    const call = {
      ...requireOptions(options),
      json: { snapshot: omitUndefined(snapshot) },
      idempotent: false,
      expect: 202,
    }
    return this.unwrap<Snapshot>('snapshot', 'POST', 'snapshots', call)
  }

  /**
   * The one snapshot with a name.
   *
   * `GET /snapshots/detail` · 200
   * @throws {LookupError} if none has it, or several have: `matches` has their ids.
   */
  async find(name: string, options?: RequestOptions): Promise<Snapshot> {
    return findByName(this.listDetail(requireRequestOptions(options)), name, {
      noun: 'snapshot',
      resource: 'snapshots',
      nameOf: ({ display_name }) => display_name,
    })
  }

  /**
   * Creates a snapshot and waits until it is AVAILABLE, within one `timeoutMs` (default: ten minutes).
   *
   * `POST /snapshots` · 202, then `GET /snapshots/{id}`
   * @throws {PartialCreateError} with the snapshot in `created`, if it exists now, but is not AVAILABLE; also when the caller aborts
   * meanwhile. `cause` says why.
   */
  async createAndWait(snapshot: NewSnapshot, options: WaitOptions<Snapshot> = {}): Promise<Snapshot> {
    const { state } = await createAndWait<Snapshot, Snapshot>(
      {
        noun: 'snapshot',
        create: (request) => this.create(snapshot, request),
        wait: ({ id }, wait) => this.waitUntil(id, 'AVAILABLE', wait),
      },
      options,
    )
    return state
  }

  /**
   * One snapshot, as it is now.
   *
   * `GET /snapshots/{id}` · 200 · blockstorage-api-guide § Get Snapshot Details
   * @throws {NotFoundError} if there is none.
   * @throws {ForbiddenError} if the user may not see it.
   * @throws {BadRequestError} with an empty message if the id is not a uuid.
   */
  async get(snapshotId: SnapshotId, options?: RequestOptions): Promise<Snapshot> {
    return this.unwrap<Snapshot>('snapshot', 'GET', snapshotPath(snapshotId), {
      ...requireOptions(options),
      expect: 200,
    })
  }

  /**
   * Changes name or description of a snapshot, and returns it. With nothing to change it is only read.
   *
   * `PUT /snapshots/{id}` · 200 · blockstorage-api-guide § Update Snapshot
   * @throws {InvalidArgumentError} for an empty name, with which the cloud would lose the snapshot.
   */
  async update(snapshotId: SnapshotId, changes: SnapshotChanges, options?: RequestOptions): Promise<Snapshot> {
    const snapshot = omitUndefined(requireObject(changes, 'changes'))
    if (Object.keys(snapshot).length === 0) return this.get(snapshotId, options)
    if (changes.display_name !== undefined) requireString(changes.display_name, 'display_name', { maxLength: 256 })
    const call = { ...requireOptions(options), json: { snapshot }, expect: 200 }
    return this.unwrap<Snapshot>('snapshot', 'PUT', snapshotPath(snapshotId), call)
  }

  /**
   * Deletes a snapshot, and its file in Pithos. Done when this returns.
   *
   * `DELETE /snapshots/{id}` · 202 · blockstorage-api-guide § Delete Snapshot
   * @throws {NotFoundError} if there is none.
   */
  async delete(snapshotId: SnapshotId, options?: RequestOptions): Promise<void> {
    await this.http.empty('DELETE', snapshotPath(snapshotId), {
      ...requireOptions(options),
      idempotent: false,
      expect: 202,
    })
  }

  protected override statusRules(snapshotId: SnapshotId): StatusRules<Snapshot> {
    return {
      describe: `snapshot ${requireId(snapshotId, 'snapshotId')}`,
      statusOf: (snapshot) => snapshot.status,
      known: SNAPSHOT_STATUSES,
      reason: () => 'the cloud does not say why; delete it, and try again',
      broken: ['ERROR'],
      deleted: 'DELETED',
    }
  }

  /**
   * Waits until a snapshot has a status (or one of several, or until a condition on it is true), and returns it.
   *
   * @throws {WaitFailedError} as soon as it is in `ERROR` or `DELETED` and that is not what is waited for.
   * @throws {WaitTimeoutError} after `timeoutMs`, ten minutes by default. Both have its last state.
   * @throws {InvalidArgumentError} for `DELETED`: `delete` is done when it returns, and the snapshot is then not found.
   */
  override async waitUntil(
    snapshotId: SnapshotId,
    target: SnapshotTarget,
    options?: WaitOptions<Snapshot>,
  ): Promise<Snapshot> {
    if (target === 'DELETED')
      rejectArgument('target', 'must not be DELETED; a snapshot no longer exists when delete() returns')
    return super.waitUntil(snapshotId, target, options)
  }
}

function snapshotPath(snapshotId: SnapshotId): Path {
  return path`snapshots/${requireId(snapshotId, 'snapshotId')}`
}

/** Snapshots of a Synnefo cloud. */
export class CycladesSnapshots extends Snapshots {
  protected override readonly changesSinceLimitMs: number = CHANGES_SINCE_LIMIT_MS
}
