import type { TokenSource } from '@kamaki/core'
import { PithosAccount, PithosAccounts, PithosContainers } from './handles/pithos-account.ts'
import type { PithosContainer } from './handles/pithos-container.ts'
import { PublicObject } from './handles/public-object.ts'
import { StorageClient, type StorageClientOptions } from './storage-client.ts'

/**
 * Object storage of a Synnefo cloud.
 *
 *     const pithos = await astakos.client(PithosClient)
 *     const images = pithos.container('images')
 *     await images.object('debian.diskdump').upload(source, { onProgress })
 *     for await (const object of images.objects.list({ prefix: 'a/' })) console.log(object.name)
 */
export class PithosClient extends StorageClient {
  override readonly containers: PithosContainers
  /** The accounts of others who share something with the caller. */
  readonly accounts: PithosAccounts

  /**
   * @param endpointUrl the `object-store` endpoint of the service catalog.
   */
  constructor(endpointUrl: string | URL, token: TokenSource, options: StorageClientOptions = {}) {
    super(endpointUrl, token, options)
    this.containers = new PithosContainers(this.http, () => this.locate())
    this.accounts = new PithosAccounts(this.http)
  }

  override account(uuid?: string): PithosAccount {
    return new PithosAccount(this.http, this.locate(uuid))
  }

  override container(name: string): PithosContainer {
    return this.account().container(name)
  }

  /** An object by its public URL. No request is made, and no token is sent to it. */
  publicObject(url: string | URL): PublicObject {
    return new PublicObject(this.http, url)
  }
}
