import { Client, type ClientOptions, type CloudContext, type TokenSource } from '@kamaki/core'
import { StorageAccount } from './handles/storage-account.ts'
import type { StorageContainer } from './handles/storage-container.ts'
import type { StorageContainers } from './handles/storage-containers.ts'
import { invalid } from './invalid.ts'

/** Options of a client for object storage. */
export interface StorageClientOptions extends ClientOptions {
  /** Uuid of the token's user: whose containers `container()` means. Default: set by `astakos.client()`. */
  readonly account?: string | undefined
}

/**
 * Object storage in the plain OpenStack dialect. `PithosClient` extends it with what Synnefo adds.
 *
 *     const storage = await astakos.client(StorageClient)
 *     await storage.container('notes').object('today.txt').put('hello')
 */
export class StorageClient extends Client {
  static override readonly serviceType: string = 'object-store'
  static override readonly defaultVersion: string | undefined = 'v1'

  readonly #account: string | undefined

  /**
   * @param endpointUrl the `object-store` endpoint of the service catalog.
   */
  constructor(endpointUrl: string | URL, token: TokenSource, options: StorageClientOptions = {}) {
    super(endpointUrl, token, options)
    this.#account = options.account
  }

  /** Sets `account` for `astakos.client()`. */
  static async forCloud(
    options: StorageClientOptions | undefined,
    cloud: CloudContext,
  ): Promise<StorageClientOptions | undefined> {
    return options?.account === undefined ? { ...options, account: await cloud.userId() } : options
  }

  /** Uuid of the token's user, if the client was told. */
  protected get knownAccount(): string | undefined {
    return this.#account
  }

  /** Uuid of the token's user. */
  protected get ownAccount(): string {
    if (this.#account === undefined) {
      throw invalid('account', 'whose account? Pass { account: uuid } to the client, or get it from astakos.client()')
    }
    return this.#account
  }

  /** An account: the caller's own, or that of the user with this uuid. No request is made. */
  account(uuid?: string): StorageAccount {
    return new StorageAccount(this.http, uuid ?? this.ownAccount)
  }

  /** The containers of the caller's own account. */
  get containers(): StorageContainers {
    return this.account().containers
  }

  /** A container of the caller's own account, by its name. No request is made. */
  container(name: string): StorageContainer {
    return this.account().container(name)
  }
}
