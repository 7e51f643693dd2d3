import { Client, type ClientOptions, type CloudContext, type TokenSource } from '@kamaki/core'
import { clientOptionNames, rejectArgument, requireKnownOptions } from '@kamaki/core/toolkit'
import { accountLocation } from './codec/location.ts'
import { StorageAccount, StorageContainers } from './handles/storage-account.ts'
import type { StorageContainer } from './handles/storage-container.ts'
import type { AccountLocation } from './model/location.ts'

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
  /** The containers of the caller's own account. */
  readonly containers: StorageContainers

  /**
   * @param endpointUrl the `object-store` endpoint of the service catalog.
   */
  constructor(endpointUrl: string | URL, token: TokenSource, options: StorageClientOptions = {}) {
    const { account, ...shared } = requireKnownOptions(options, { ...clientOptionNames, account: true })
    super(endpointUrl, token, shared)
    this.#account = account
    this.containers = new StorageContainers(this.http, () => this.locate())
  }

  /** Sets `account` for `astakos.client()`. */
  static async forCloud(
    options: StorageClientOptions | undefined,
    cloud: CloudContext,
  ): Promise<StorageClientOptions | undefined> {
    return options?.account === undefined ? { ...options, account: await cloud.userId() } : options
  }

  /** The account with this uuid; by default the caller's own. */
  protected locate(uuid: string | undefined = this.#account): AccountLocation {
    if (uuid === undefined)
      rejectArgument(
        'account',
        'must be given to the client as { account: uuid }, or get the client from astakos.client()',
      )
    return accountLocation(uuid, this.#account)
  }

  /** An account: the caller's own, or that of the user with this uuid. No request is made. */
  account(uuid?: string): StorageAccount {
    return new StorageAccount(this.http, this.locate(uuid))
  }

  /** A container of the caller's own account, by its name. No request is made. */
  container(name: string): StorageContainer {
    return this.account().container(name)
  }
}
