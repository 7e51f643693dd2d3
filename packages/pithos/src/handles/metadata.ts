import type { RequestOptions } from '@kamaki/core'
import { normaliseMetadataName } from '../codec/metadata.ts'
import type { Metadata, MetadataChanges } from '../model/metadata.ts'

/** The requests that metadata are read and replaced by. */
interface Requests<R extends RequestOptions> {
  info(options: RequestOptions): Promise<{ readonly metadata: Metadata }>
  replace(metadata: Metadata, options: R | undefined): Promise<unknown>
}

/** User metadata of an account, container or object in the plain dialect. */
export class StorageMetadata<R extends RequestOptions = RequestOptions> {
  readonly #requests: Requests<R>

  constructor(requests: Requests<R>) {
    this.#requests = requests
  }

  /** All items. Names are lower case, with `-` for `_`. */
  async list(options: RequestOptions = {}): Promise<Metadata> {
    return (await this.#requests.info(options)).metadata
  }

  /** The value of one item; undefined if there is none of this name. */
  async get(name: string, options: RequestOptions = {}): Promise<string | undefined> {
    return (await this.list(options))[normaliseMetadataName(name)]
  }

  /** Replaces all items. */
  async replace(metadata: Metadata, options?: R): Promise<void> {
    await this.#requests.replace(metadata, options)
  }
}

/** User metadata of an account, container or object. */
export class PithosMetadata<
  U extends RequestOptions = RequestOptions,
  R extends RequestOptions = RequestOptions,
> extends StorageMetadata<R> {
  readonly #update: (changes: MetadataChanges, options: U | undefined) => Promise<unknown>

  constructor(requests: Requests<R> & { update(changes: MetadataChanges, options: U | undefined): Promise<unknown> }) {
    super(requests)
    this.#update = requests.update
  }

  /** Changes items: what is named is set, null deletes, all else stays. */
  async update(changes: MetadataChanges, options?: U): Promise<void> {
    await this.#update(changes, options)
  }

  /** Sets one item. */
  async set(name: string, value: string, options?: U): Promise<void> {
    await this.#update({ [name]: value }, options)
  }

  /** Deletes one item; it need not exist. */
  async delete(name: string, options?: U): Promise<void> {
    await this.#update({ [name]: null }, options)
  }
}
