import type { ChangesSinceOptions, List, Path, RequestOptions } from '@kamaki/core'
import {
  CHANGES_SINCE_LIMIT_MS,
  findByName,
  path,
  requireId,
  requireOptions,
  requireRequestOptions,
  StatusResource,
  type StatusRules,
} from '@kamaki/core/toolkit'
import type { ImageId } from '../common/types.ts'
import { CycladesImageMetadata, ImageMetadata } from './compute-metadata.ts'
import type { Image, ImageStatus, ImageSummary } from './image-types.ts'

const STATUSES: readonly ImageStatus[] = ['ACTIVE', 'SAVING', 'ERROR', 'DELETED', 'UNKNOWN']

/** Images that servers can be created from, snapshots included. `@kamaki/image` registers, shares and searches them. */
export class Images extends StatusResource<Image, ImageStatus, ImageId> {
  readonly metadata: ImageMetadata = new ImageMetadata(this.http)

  /**
   * The user's images, those shared with them and public ones: ids and names.
   *
   * `GET /images` · 200 · compute-api-guide § List Images
   */
  list(options: ChangesSinceOptions = {}): List<ImageSummary> {
    return this.listChangedSince<ImageSummary>('images', 'images', options)
  }

  /**
   * The user's images, those shared with them and public ones, with all fields.
   *
   * `GET /images/detail` · 200 · compute-api-guide § List Images
   */
  listDetail(options: ChangesSinceOptions = {}): List<Image> {
    return this.listChangedSince<Image>('images', 'images/detail', options)
  }

  /**
   * The one image with a name.
   *
   * `GET /images/detail` · 200
   * @throws {LookupError} if none has it, or several have: `matches` has their ids.
   */
  async find(name: string, options?: RequestOptions): Promise<Image> {
    return findByName(this.listDetail(requireRequestOptions(options)), name, { noun: 'image', resource: 'images' })
  }

  /**
   * One image.
   *
   * `GET /images/{id}` · 200 · compute-api-guide § Get Image Details
   * @throws {NotFoundError} if there is none.
   * @throws {ForbiddenError} if the user may not see it.
   * @throws {BadRequestError} with an empty message if the id is not a uuid.
   */
  async get(imageId: ImageId, options?: RequestOptions): Promise<Image> {
    return this.unwrap<Image>('image', 'GET', imagePath(imageId), { ...requireOptions(options), expect: 200 })
  }

  /**
   * Unregisters an image. Its file stays where it is in Pithos.
   *
   * `DELETE /images/{id}` · 204 · compute-api-guide § Delete Image
   */
  async delete(imageId: ImageId, options?: RequestOptions): Promise<void> {
    await this.http.empty('DELETE', imagePath(imageId), { ...requireOptions(options), idempotent: false, expect: 204 })
  }

  protected override statusRules(imageId: ImageId): StatusRules<Image> {
    return {
      describe: `image ${requireId(imageId, 'imageId')}`,
      statusOf: (image) => image.status,
      known: STATUSES,
      synonyms: { AVAILABLE: 'ACTIVE', CREATING: 'SAVING' },
      broken: ['ERROR'],
      reason: ({ is_snapshot }) =>
        is_snapshot === true ? 'see snapshots.get() of the block storage client' : undefined,
      deleted: 'DELETED',
    }
  }
}

function imagePath(imageId: ImageId): Path {
  return path`images/${requireId(imageId, 'imageId')}`
}

/** Images of a Synnefo cloud, as its compute service sees them. */
export class CycladesImages extends Images {
  override readonly metadata: CycladesImageMetadata = new CycladesImageMetadata(this.http)
  protected override readonly changesSinceLimitMs: number = CHANGES_SINCE_LIMIT_MS
}
