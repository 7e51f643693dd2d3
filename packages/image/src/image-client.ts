import { Client, type ClientOptions, type TokenSource } from '@kamaki/core'
import { Images } from './images.ts'
import { Members } from './members.ts'
import { SharedImages } from './shared-images.ts'
import { Versions } from './versions.ts'

/**
 * The image registry of a Synnefo cloud (Plankton): which files in Pithos servers can be made from.
 *
 *     const image = await astakos.client(ImageClient)
 *     const debian = await image.images.list({ name: 'Debian Base' })
 *
 * The files themselves are handled with `@kamaki/pithos`.
 */
export class ImageClient extends Client {
  static override readonly serviceType: string = 'image'
  static override readonly defaultVersion: string = 'v1.0'

  readonly images: Images
  readonly members: Members
  readonly sharedImages: SharedImages
  readonly versions: Versions

  /** @param endpointUrl as the service catalog has it: `astakos.client(ImageClient)` looks it up. */
  constructor(endpointUrl: string | URL, token: TokenSource, options?: ClientOptions) {
    super(endpointUrl, token, options)
    this.images = new Images(this.http)
    this.members = new Members(this.http)
    this.sharedImages = new SharedImages(this.http)
    this.versions = new Versions(this.http)
  }
}
