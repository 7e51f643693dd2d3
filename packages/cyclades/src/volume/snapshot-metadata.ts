import type { RequestOptions } from '@kamaki/core'
import { path, Resource, requireId, requireString, unwrap } from '@kamaki/core/toolkit'
import { checkMetadata } from '../common/checks.ts'
import type { SnapshotId } from '../common/ids.ts'

/** Items that are the cloud's own: what it is to do with the snapshot, and its description. */
const kept: readonly string[] = ['exclude_all_tasks', 'description']

/**
 * Metadata of snapshots, which are their properties as images. Values have 256 characters at most; empty ones remove
 * their key.
 */
export class SnapshotMetadata extends Resource {
  /**
   * All metadata of a snapshot, with `exclude_all_tasks` and `description`, which the cloud adds, and for snapshots
   * of root volumes `OS` and `users`.
   *
   * `GET /snapshots/{id}/metadata` · 200 · volume/views.py:list_snapshot_metadata
   */
  async list(id: SnapshotId, options?: RequestOptions): Promise<Record<string, string>> {
    const where = path`snapshots/${requireId(id, 'id')}/metadata`
    return unwrap<Record<string, string>>(this.http, 'metadata', 'GET', where, { ...options, expect: 200 })
  }

  /**
   * Sets some metadata of a snapshot, leaving the rest, and returns all of it. Where a value is empty, the key is
   * removed.
   *
   * `POST /snapshots/{id}/metadata` · 200 · volume/views.py:update_snapshot_metadata
   */
  async update(
    id: SnapshotId,
    metadata: Readonly<Record<string, string>>,
    options?: RequestOptions,
  ): Promise<Record<string, string>> {
    const where = path`snapshots/${requireId(id, 'id')}/metadata`
    const json = { metadata: checkMetadata(metadata, 'metadata') }
    const call = { ...options, json, idempotent: true, expect: 200 }
    return unwrap<Record<string, string>>(this.http, 'metadata', 'POST', where, call)
  }

  /**
   * Gives a snapshot this metadata in place of what it has, but for `exclude_all_tasks` and `description`, which stay
   * unless given, and returns all of it.
   *
   * `GET` and `POST /snapshots/{id}/metadata`. The `PUT` that is for this would make the cloud forget that it is a
   * snapshot at all; it is never sent.
   */
  async replace(
    id: SnapshotId,
    metadata: Readonly<Record<string, string>>,
    options?: RequestOptions,
  ): Promise<Record<string, string>> {
    checkMetadata(metadata, 'metadata')
    const old = Object.keys(await this.list(id, options)).filter((key) => !kept.includes(key))
    const removed = Object.fromEntries(old.map((key) => [key, '']))
    return this.update(id, { ...removed, ...metadata }, options)
  }

  /**
   * Removes one item of a snapshot's metadata, if it is there.
   *
   * `DELETE /snapshots/{id}/metadata/{key}` · 200 · volume/views.py:delete_snapshot_metadata_item
   */
  async delete(id: SnapshotId, key: string, options?: RequestOptions): Promise<void> {
    const where = path`snapshots/${requireId(id, 'id')}/metadata/${requireString(key, 'key')}`
    await this.http.empty('DELETE', where, { ...options, expect: 200 })
  }
}
