import { type Http, List, path, type RequestOptions } from '@kamaki/core'
import { member } from './member.ts'
import { checkMember } from './members.ts'

/** An image that somebody shares. */
export interface SharedImage {
  /** Uuid. */
  image_id: string
  /** Always false. */
  can_share: boolean
}

/** What others share. */
export class SharedImages {
  readonly #http: Http

  constructor(http: Http) {
    this.#http = http
  }

  /**
   * The images of an owner that the user sees and that are not public (not, as the guide says, those that are shared with the one
   * named). With one's own uuid: one's own that are not public.
   *
   * `GET /shared-images/{owner}` · 200 · image-api-guide § List Shared Images
   */
  list(ownerId: string, options?: RequestOptions): List<SharedImage> {
    const where = path`shared-images/${checkMember(ownerId, 'ownerId')}`
    return List.of(() => member<SharedImage[]>(this.#http, 'shared_images', where, options))
  }
}
