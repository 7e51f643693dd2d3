import type { ChangesSinceOptions, List, RequestOptions } from '@kamaki/core'
import { listChangedSince, path, Resource, requireId, unwrap } from '@kamaki/core/toolkit'
import type { ImageId } from '../common/ids.ts'
import { ImageMetadata } from './image-metadata.ts'
import type { Image, ImageSummary } from './image-types.ts'

/** Images that servers can be made from, snapshots included. `@kamaki/image` registers, shares and searches them. */
export class Images extends Resource {
  readonly metadata: ImageMetadata = new ImageMetadata(this.http)

  /** How far `changesSince` may lie back, in milliseconds. */
  protected readonly changesSinceLimitMs: number = Number.POSITIVE_INFINITY

  /**
   * The user's images, those shared with him and public ones: ids and names.
   *
   * `GET /images` · 200 · compute-api-guide § List Images
   */
  list(options: ChangesSinceOptions = {}): List<ImageSummary> {
    return listChangedSince<ImageSummary>(this.http, 'images', 'images', options, this.changesSinceLimitMs)
  }

  /**
   * The user's images, those shared with him and public ones, in full.
   *
   * `GET /images/detail` · 200 · compute-api-guide § List Images
   */
  listDetail(options: ChangesSinceOptions = {}): List<Image> {
    return listChangedSince<Image>(this.http, 'images', 'images/detail', options, this.changesSinceLimitMs)
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
    const where = path`images/${requireId(id, 'id')}`
    return unwrap<Image>(this.http, 'image', 'GET', where, { ...options, expect: 200 })
  }

  /**
   * Unregisters an image. Its file stays where it is in Pithos.
   *
   * `DELETE /images/{id}` · 204 · compute-api-guide § Delete Image
   */
  async delete(id: ImageId, options?: RequestOptions): Promise<void> {
    await this.http.empty('DELETE', path`images/${requireId(id, 'id')}`, { ...options, idempotent: false, expect: 204 })
  }
}
