import { Client } from '@kamaki/core'
import { Versions } from '@kamaki/core/toolkit'
import type { ImageVersion } from './image-types.ts'
import { Images } from './images.ts'
import { Members } from './members.ts'
import { SharedImages } from './shared-images.ts'

/**
 * The image registry of a Synnefo cloud (Plankton): the files in Pithos that servers can be created from.
 *
 *     const image = await astakos.client(ImageClient)
 *     const debian = await image.images.list({ name: 'Debian Base' })
 *
 * The files themselves are handled with `@kamaki/pithos`.
 */
export class ImageClient extends Client {
  static override readonly serviceType: string = 'image'
  static override readonly defaultVersion: string = 'v1.0'

  readonly images: Images = new Images(this.http)
  readonly members: Members = new Members(this.http)
  readonly sharedImages: SharedImages = new SharedImages(this.http)
  readonly versions: Versions<ImageVersion> = new Versions<ImageVersion>(this.http)
}
