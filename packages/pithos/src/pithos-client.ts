import { PithosAccount } from './handles/pithos-account.ts'
import { PithosAccounts } from './handles/pithos-accounts.ts'
import type { PithosContainer } from './handles/pithos-container.ts'
import type { PithosContainers } from './handles/pithos-containers.ts'
import { PublicObject } from './handles/public-object.ts'
import { StorageClient } from './storage-client.ts'

/**
 * Object storage of a Synnefo cloud.
 *
 *     const pithos = await astakos.client(PithosClient)
 *     const images = pithos.container('images')
 *     await images.object('debian.diskdump').upload(source, { onProgress })
 *     for await (const object of images.objects.list({ prefix: 'a/' })) console.log(object.name)
 */
export class PithosClient extends StorageClient {
  /** An account: the caller's own, or that of the user with this uuid. No request is made. */
  override account(uuid?: string): PithosAccount {
    return new PithosAccount(this.http, uuid ?? this.ownAccount, this.knownAccount)
  }

  /** Who shares something with the caller. */
  get accounts(): PithosAccounts {
    return new PithosAccounts(this.http)
  }

  override get containers(): PithosContainers {
    return this.account().containers
  }

  override container(name: string): PithosContainer {
    return this.account().container(name)
  }

  /** An object by its public URL. No request is made, and no token is sent to it. */
  publicObject(url: string | URL): PublicObject {
    return new PublicObject(this.http, url)
  }
}
