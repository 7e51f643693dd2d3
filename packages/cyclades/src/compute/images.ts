import { type Http, List, path, type RequestOptions } from '@kamaki/core'
import { type ChangesSince, changesSinceQuery } from '../changes-since.ts'
import { checkId } from '../checks.ts'
import { fetchChanges } from '../fetch-changes.ts'
import type { ImageId } from '../ids.ts'
import { member } from '../member.ts'
import { ImageMetadata } from './image-metadata.ts'
import type { Image, ImageSummary } from './image-types.ts'

/** Images that servers can be made from, snapshots included. `@kamaki/image` registers, shares and searches them. */
export class Images {
  protected readonly http: Http
  readonly metadata: ImageMetadata

  constructor(http: Http) {
    this.http = http
    this.metadata = new ImageMetadata(http)
  }

  /** How far `changesSince` may lie back, in milliseconds. */
  protected readonly changesSinceLimitMs: number = Number.POSITIVE_INFINITY

  /**
   * The user's images, those shared with him and public ones: ids and names.
   *
   * `GET /images` · 200 · compute-api-guide § List Images
   */
  list({ changesSince }: ChangesSince = {}, options?: RequestOptions): List<ImageSummary> {
    return List.of(async () => {
      const query = changesSinceQuery(changesSince, this.changesSinceLimitMs)
      return fetchChanges<ImageSummary>(this.http, 'images', 'images', query, options)
    })
  }

  /**
   * The user's images, those shared with him and public ones, in full.
   *
   * `GET /images/detail` · 200 · compute-api-guide § List Images
   */
  listDetail({ changesSince }: ChangesSince = {}, options?: RequestOptions): List<Image> {
    return List.of(async () => {
      const query = changesSinceQuery(changesSince, this.changesSinceLimitMs)
      return fetchChanges<Image>(this.http, 'images/detail', 'images', query, options)
    })
  }

  /**
   * One image.
   *
   * `GET /images/{id}` · 200 · compute-api-guide § Get Image Details
   * @throws {NotFoundError} if there is none.
   * @throws {ForbiddenError} if it is not for this user.
   * @throws {BadRequestError} with an empty message if the id is no uuid.
   */
  async get(id: ImageId, options?: RequestOptions): Promise<Image> {
    const where = path`images/${checkId(id, 'id')}`
    return member<Image>(this.http, 'image', 'GET', where, { ...options, expect: 200 })
  }

  /**
   * Unregisters an image. Its file stays where it is in Pithos.
   *
   * `DELETE /images/{id}` · 204 · compute-api-guide § Delete Image
   */
  async delete(id: ImageId, options?: RequestOptions): Promise<void> {
    await this.http.empty('DELETE', path`images/${checkId(id, 'id')}`, { ...options, idempotent: false, expect: 204 })
  }
}
