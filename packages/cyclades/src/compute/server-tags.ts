import { ApiError, List, type Path, type RequestOptions } from '@kamaki/core'
import { type LiteralUnion, path, Resource, requireArray, requireId } from '@kamaki/core/toolkit'
import { checkPathKey, checkTag } from '../common/checks.ts'
import type { ServerId } from '../common/ids.ts'

/** A new tag is `PENDADD` until the cloud has put it in force; it vanishes if that fails. */
export type TagStatus = LiteralUnion<'PENDADD' | 'ACTIVE'>

export interface ServerTag {
  tag: string
  status: TagStatus
}

interface TagsAnswer {
  tags: string[]
  /** In the order of `tags`. Not in the plain dialect of OpenStack, where a tag is in force at once. */
  statuses?: TagStatus[]
}

/**
 * Tags of servers: at most 50 each, of 46 characters, without `/` and `,`. Changes pass while other tasks are pending,
 * though a shutdown or deletion that is under way makes the cloud answer 500.
 */
export class ServerTags extends Resource {
  /**
   * The tags of a server with their statuses, in no certain order.
   *
   * `GET /servers/{id}/tags` · 200 · compute-api-guide § List Server Tags
   */
  list(id: ServerId, options?: RequestOptions): List<ServerTag> {
    const where = path`servers/${requireId(id, 'id')}/tags`
    return List.of(async () => zip(await this.http.json<TagsAnswer>('GET', where, { ...options, expect: 200 })))
  }

  /**
   * Gives a server these tags in place of those it has; an empty list takes all away. Tags still pending stay.
   *
   * `PUT /servers/{id}/tags` · 200 · compute-api-guide § Replace Server Tags
   * @returns the new tags, which are `PENDADD`.
   */
  async replace(id: ServerId, tags: readonly string[], options?: RequestOptions): Promise<ServerTag[]> {
    const json = { tags: requireArray(tags, 'tags').map((tag, index) => checkTag(tag, `tags[${index}]`)) }
    const where = path`servers/${requireId(id, 'id')}/tags`
    return zip(await this.http.json<TagsAnswer>('PUT', where, { ...options, json, expect: 200 }))
  }

  /**
   * Takes all `ACTIVE` tags from a server.
   *
   * `DELETE /servers/{id}/tags` · 204 · compute-api-guide § Delete Server Tags
   * @throws {NotFoundError} if there was none.
   */
  async deleteAll(id: ServerId, options?: RequestOptions): Promise<void> {
    const where = path`servers/${requireId(id, 'id')}/tags`
    await this.http.empty('DELETE', where, { ...options, idempotent: false, expect: 204 })
  }

  /**
   * Whether a server has a tag, pending ones included.
   *
   * `GET /servers/{id}/tags/{tag}` · 204, 404 · compute-api-guide § Check Server Tag Exists
   * @throws {NotFoundError} if there is no such server.
   */
  async has(id: ServerId, tag: string, options?: RequestOptions): Promise<boolean> {
    try {
      await this.status(id, tag, options)
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
  async status(id: ServerId, tag: string, options?: RequestOptions): Promise<TagStatus> {
    const reply = await this.http.empty('GET', tagPath(id, tag, 'use list()'), { ...options, expect: 204 })
    return reply.headers.get('tag-status') ?? 'ACTIVE'
  }

  /**
   * Gives a server one more tag.
   *
   * `PUT /servers/{id}/tags/{tag}` · 201, 204 · servers.py:add_tag
   * @returns whether it is new, that is, the server did not have it.
   * @throws {InvalidArgumentError} for a tag that ends in `json` or `xml`: use `replace`.
   */
  async add(id: ServerId, tag: string, options?: RequestOptions): Promise<boolean> {
    const where = tagPath(id, tag, 'give it with replace()')
    const reply = await this.http.empty('PUT', where, { ...options, expect: [201, 204] })
    return reply.status === 201
  }

  /**
   * Takes one tag from a server.
   *
   * `DELETE /servers/{id}/tags/{tag}` · 204 · compute-api-guide § Delete Server Tag
   * @throws {NotFoundError} if it has no such tag, or the tag is still pending.
   */
  async delete(id: ServerId, tag: string, options?: RequestOptions): Promise<void> {
    const where = tagPath(id, tag, 'take it away with replace()')
    await this.http.empty('DELETE', where, { ...options, idempotent: false, expect: 204 })
  }
}

function tagPath(id: ServerId, tag: string, instead: string): Path {
  return path`servers/${requireId(id, 'id')}/tags/${checkPathKey(checkTag(tag, 'tag'), 'tag', instead)}`
}

function zip({ tags, statuses }: TagsAnswer): ServerTag[] {
  return tags.map((tag, index) => ({ tag, status: statuses?.[index] ?? 'ACTIVE' }))
}
