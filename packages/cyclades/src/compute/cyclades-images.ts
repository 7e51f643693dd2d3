import type { RequestOptions } from '@kamaki/core'
import { CHANGES_SINCE_LIMIT_MS, requireString } from '@kamaki/core/toolkit'
import type { ImageId } from '../common/ids.ts'
import { ImageMetadata } from './image-metadata.ts'
import { Images } from './images.ts'

/** Metadata of the images of a Synnefo cloud. */
export class CycladesImageMetadata extends ImageMetadata {
  /**
   * Removes one item of an image's metadata, if it is there, by giving it an empty value: what `DELETE` of the item
   * is for, the cloud answers with success and does not do.
   *
   * `POST /images/{id}/metadata` · 201 · images.py:update_metadata
   */
  override async delete(id: ImageId, key: string, options?: RequestOptions): Promise<void> {
    await this.update(id, { [requireString(key, 'key')]: '' }, options)
  }
}

/** Images of a Synnefo cloud, as its compute service sees them. */
export class CycladesImages extends Images {
  override readonly metadata: CycladesImageMetadata = new CycladesImageMetadata(this.http)
  protected override readonly changesSinceLimitMs: number = CHANGES_SINCE_LIMIT_MS
}
