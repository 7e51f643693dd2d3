import type { List, RequestOptions } from '@kamaki/core'
import {
  type Http,
  hideSecrets,
  omitUndefined,
  path,
  Resource,
  rejectArgument,
  requireId,
  requireObject,
  requireOptions,
  requireString,
} from '@kamaki/core/toolkit'

/** A public key, in the interface of the cloud's own UI. */
export interface UserdataKey {
  id: number
  /** Its path on the server. */
  uri: string
  name: string
  content: string
  /** MD5 with colons, or `unknown fingerprint`. */
  fingerprint: string
}

/** A keypair that was generated and not stored. */
export interface GeneratedKey {
  /** PEM. Not enumerable: read it by name; logs, inspection, `JSON.stringify` and spreads leave it out. */
  private: string
  /** `ssh-rsa …` */
  public: string
}

export interface NewUserdataKey {
  /** Unique among the user's keys. */
  name: string
  /** The public key, at most 30000 characters. Not checked by the cloud. */
  content: string
}

/** What can be changed of a key. */
export type UserdataKeyChanges = Partial<NewUserdataKey>

/**
 * The user's SSH keys through the interface that the UI uses: the same keys as `keypairs`, by id, and the only
 * way to change one. The cloud responds to a key that is not valid with 422 (`UnprocessableError`) by field, to a wrong
 * token with 500.
 */
export class UserdataKeys extends Resource {
  /**
   * The user's keys.
   *
   * `GET <cyclades>/userdata/keys` · 200 · userdata/rest.py:CollectionView
   */
  list(options?: RequestOptions): List<UserdataKey> {
    return this.bareList<UserdataKey>('keys', { ...requireOptions(options), expect: 200 })
  }

  /**
   * Stores a public key.
   *
   * `POST <cyclades>/userdata/keys` · 200 · userdata/rest.py:UserCollectionView
   * @throws {UnprocessableError} if the name is taken, the content too long, or the user has as many keys as
   * allowed.
   */
  async create(key: NewUserdataKey, options?: RequestOptions): Promise<UserdataKey> {
    const { name, content } = requireObject(key, 'key')
    const json = {
      name: requireString(name, 'name', { maxLength: 255 }),
      content: requireString(content, 'content', { maxLength: 30_000 }),
    }
    return this.bare('POST', 'keys', { ...requireOptions(options), json, expect: 200 })
  }

  /**
   * One key.
   *
   * `GET <cyclades>/userdata/keys/{id}` · 200 · userdata/rest.py:ResourceView
   * @throws {NotFoundError} if there is none.
   */
  async get(keyId: number | string, options?: RequestOptions): Promise<UserdataKey> {
    return this.bare('GET', path`keys/${requireId(keyId, 'keyId')}`, { ...requireOptions(options), expect: 200 })
  }

  /**
   * Changes name or content of a key.
   *
   * `PUT <cyclades>/userdata/keys/{id}` · 200 · userdata/rest.py:ResourceView
   * @throws {UnprocessableError} also when the user has as many keys as allowed: delete one first.
   */
  async update(keyId: number | string, changes: UserdataKeyChanges, options?: RequestOptions): Promise<UserdataKey> {
    const { name, content } = requireObject(changes, 'changes')
    if (name === undefined && content === undefined) rejectArgument('changes', 'must have a name or a content')
    const json = omitUndefined({ name, content })
    return this.bare('PUT', path`keys/${requireId(keyId, 'keyId')}`, { ...requireOptions(options), json, expect: 200 })
  }

  /**
   * Deletes a key. Servers that have it keep it.
   *
   * `DELETE <cyclades>/userdata/keys/{id}` · 200 · userdata/rest.py:ResourceView
   * @throws {NotFoundError} if there is none.
   */
  async delete(keyId: number | string, options?: RequestOptions): Promise<void> {
    await this.http.empty('DELETE', path`keys/${requireId(keyId, 'keyId')}`, {
      ...requireOptions(options),
      idempotent: false,
      expect: 200,
    })
  }

  /**
   * Has the cloud generate a keypair. It is not stored: pass its public half to `create`.
   *
   * `POST <cyclades>/userdata/keys/generate` · 200 · userdata/views.py:create_new_keypair
   * @throws {ServerError} if the user has as many keys as allowed.
   */
  async generate(options?: RequestOptions): Promise<GeneratedKey> {
    const generated = await this.bare<GeneratedKey>('POST', 'keys/generate', {
      ...requireOptions(options),
      expect: 200,
    })
    return hideSecrets(generated, 'private')
  }
}

/** What the cloud keeps for the user's convenience, at an endpoint that is not in the catalog. */
export class Userdata {
  readonly keys: UserdataKeys
  /** The URL of the service. */
  readonly endpointUrl: string

  constructor(http: Http) {
    this.endpointUrl = http.endpointUrl
    this.keys = new UserdataKeys(http)
  }
}
