import { ApiError, List, type Path, type RequestOptions } from '@kamaki/core'
import {
  formatValue,
  type LiteralUnion,
  misshapen,
  path,
  Resource,
  requireArray,
  requireId,
  requireOptions,
} from '@kamaki/core/toolkit'
import { checkPathKey, checkTag } from '../common/checks.ts'
import type { ServerId } from '../common/types.ts'

/** A new tag is `PENDADD` until the cloud has put it in force; it vanishes if that fails. */
export type TagStatus = LiteralUnion<'PENDADD' | 'ACTIVE'>

export interface ServerTag {
  tag: string
  status: TagStatus
}

/**
 * Tags of servers: at most 50 each, of 46 characters, without `/` and `,`. They can be changed while other tasks are
 * pending, except a shutdown or deletion: the cloud then responds 500.
 */
export class ServerTags extends Resource {
  /**
   * The tags of a server with their statuses, in no particular order.
   *
   * `GET /servers/{id}/tags` · 200 · compute-api-guide § List Server Tags
   */
  list(serverId: ServerId, options?: RequestOptions): List<ServerTag> {
    const where = tagsPath(serverId)
    return List.of(async () =>
      this.#zip('GET', where, await this.bare('GET', where, { ...requireOptions(options), expect: 200 })),
    )
  }

  /**
   * Replaces the tags of a server; an empty array removes all. Tags still pending stay.
   *
   * `PUT /servers/{id}/tags` · 200 · compute-api-guide § Replace Server Tags
   * @returns the new tags, which are `PENDADD`.
   */
  async replace(serverId: ServerId, tags: readonly string[], options?: RequestOptions): Promise<ServerTag[]> {
    const json = { tags: requireArray(tags, 'tags').map((tag, index) => checkTag(tag, `tags[${index}]`)) }
    const where = tagsPath(serverId)
    return this.#zip('PUT', where, await this.bare('PUT', where, { ...requireOptions(options), json, expect: 200 }))
  }

  /**
   * Removes all `ACTIVE` tags from a server.
   *
   * `DELETE /servers/{id}/tags` · 204 · compute-api-guide § Delete Server Tags
   * @throws {NotFoundError} if there was none.
   */
  async removeAll(serverId: ServerId, options?: RequestOptions): Promise<void> {
    const where = tagsPath(serverId)
    const call = {
      ...requireOptions(options),
      subject: `An ACTIVE tag of server ${serverId}`,
      idempotent: false,
      expect: 204,
    }
    await this.http.empty('DELETE', where, call)
  }

  /**
   * Whether a server has a tag, pending ones included.
   *
   * `GET /servers/{id}/tags/{tag}` · 204, 404 · compute-api-guide § Check Server Tag Exists
   * @throws {NotFoundError} if there is no such server.
   */
  async has(serverId: ServerId, tag: string, options?: RequestOptions): Promise<boolean> {
    try {
      await this.status(serverId, tag, options)
      return true
    } catch (error) {
      // Both are 404: without a fault the tag is missing, with one the server.
      if (ApiError.isInstance(error) && error.status === 404 && error.fault === undefined) return false
      throw error
    }
  }

  /**
   * Whether a tag is in force yet.
   *
   * `GET /servers/{id}/tags/{tag}` · 204 · compute-api-guide § Check Server Tag Exists
   * @throws {NotFoundError} if there is no such server, or it has no such tag.
   */
  async status(serverId: ServerId, tag: string, options?: RequestOptions): Promise<TagStatus> {
    const where = tagPath(serverId, tag, 'use list()')
    const { headers } = await this.http.empty('GET', where, {
      ...requireOptions(options),
      subject: subjectOf(serverId, tag),
      expect: 204,
    })
    return headers.get('tag-status') ?? 'ACTIVE'
  }

  /**
   * Adds a tag to a server.
   *
   * `PUT /servers/{id}/tags/{tag}` · 201, 204 · servers.py:add_tag
   * @returns whether it is new, that is, the server did not have it.
   * @throws {InvalidArgumentError} for a tag that ends in `json` or `xml`: use `replace`.
   */
  async add(serverId: ServerId, tag: string, options?: RequestOptions): Promise<boolean> {
    const where = tagPath(serverId, tag, 'add it with replace()')
    const { status } = await this.http.empty('PUT', where, { ...requireOptions(options), expect: [201, 204] })
    return status === 201
  }

  /**
   * Removes a tag from a server.
   *
   * `DELETE /servers/{id}/tags/{tag}` · 204 · compute-api-guide § Delete Server Tag
   * @throws {NotFoundError} if it has no such tag, or the tag is still pending.
   */
  async remove(serverId: ServerId, tag: string, options?: RequestOptions): Promise<void> {
    const where = tagPath(serverId, tag, 'remove it with replace()')
    const call = { ...requireOptions(options), subject: subjectOf(serverId, tag), idempotent: false, expect: 204 }
    await this.http.empty('DELETE', where, call)
  }

  /** `statuses` are in the order of `tags`. The plain dialect of OpenStack has none: there a tag is in force at once. */
  #zip(method: string, where: Path, { tags, statuses }: Record<string, unknown>): ServerTag[] {
    if (isStrings(tags) && (statuses === undefined || (isStrings(statuses) && statuses.length === tags.length)))
      return tags.map((tag, index) => ({ tag, status: statuses?.[index] ?? 'ACTIVE' }))
    const call = { status: 200, method, url: `${this.http.endpointUrl}/${where}` }
    throw misshapen(call, "has no 'tags' with 'statuses' to match")
  }
}

/** What a 404 without a fault is about. */
function subjectOf(serverId: ServerId, tag: string): string {
  return `Tag ${formatValue(tag)} of server ${serverId}`
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

function tagsPath(serverId: ServerId): Path {
  return path`servers/${requireId(serverId, 'serverId')}/tags`
}

function tagPath(serverId: ServerId, tag: string, instead: string): Path {
  const checked = checkPathKey(checkTag(tag, 'tag'), 'tag', instead)
  return path`servers/${requireId(serverId, 'serverId')}/tags/${checked}`
}
