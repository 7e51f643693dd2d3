import type { List, RequestOptions } from '@kamaki/core'
import { path, Resource, requireOptions } from '@kamaki/core/toolkit'
import { checkUser } from './checks.ts'

/** An image that somebody shares. */
export interface SharedImage {
  /** Uuid. */
  image_id: string
  /** Always false. */
  can_share: boolean
}

/** What others share. */
export class SharedImages extends Resource {
  /**
   * The images of an owner that the user sees and that are not public (not, as the guide says, those that are shared with the user
   * named). With one's own uuid: one's own that are not public.
   *
   * `GET /shared-images/{owner}` · 200 · image-api-guide § List Shared Images
   */
  list(ownerId: string, options?: RequestOptions): List<SharedImage> {
    const where = path`shared-images/${checkUser(ownerId, 'ownerId')}`
    return this.unwrapList<SharedImage>('shared_images', where, { ...requireOptions(options), expect: 200 })
  }
}
