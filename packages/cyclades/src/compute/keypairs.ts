import { List, type Path, type RequestOptions } from '@kamaki/core'
import {
  hideSecrets,
  omitUndefined,
  path,
  Resource,
  rejectArgument,
  requireObject,
  requireOptions,
  requireString,
  unwrapped,
} from '@kamaki/core/toolkit'

/** A public key that can be put in servers. */
export interface Keypair {
  /** It identifies the keypair. */
  name: string
  /** MD5 with colons, or `unknown fingerprint` (of 2048-bit RSA keys with a comment, for one). */
  fingerprint: string
  public_key: string
}

/** A keypair as `create` returns it. */
export interface CreatedKeypair extends Keypair {
  /**
   * PEM. Only where the cloud generated the key, and only this once. Not enumerable: read it by name; logs, inspection, `JSON.stringify`
   * and spreads leave it out.
   */
  readonly private_key?: string | undefined
}

/** A keypair, with all fields. */
export interface KeypairDetail extends Keypair {
  /** Its id among the user data keys. */
  id: number
  /** Always false. */
  deleted: boolean
  /** Without a UTC offset. */
  created_at: string
  updated_at: string | null
  /** Always null. */
  deleted_at: string | null
}

export interface NewKeypair {
  /** Printable characters, 255 at most; unique among the user's keys. */
  name: string
  /** A key to import, which the cloud does not check. Default: the cloud generates a keypair. */
  readonly public_key?: string | undefined
}

/** The user's SSH keys, by name; 10 at most, by default. `userdata.keys` has the same keys by id. */
export class Keypairs extends Resource {
  /**
   * The user's keypairs, by name.
   *
   * `GET /os-keypairs` · 200 · compute-api-guide § List Keypairs
   */
  list(options?: RequestOptions): List<Keypair> {
    return List.of(async () => {
      const wrapped = await this.unwrapList<object>('keypairs', 'os-keypairs', {
        ...requireOptions(options),
        expect: 200,
      })
      const call = { status: 200, method: 'GET', url: `${this.http.endpointUrl}/os-keypairs` }
      return wrapped.map((item) => unwrapped<Keypair>(item, 'keypair', call))
    })
  }

  /**
   * Imports a public key, or has the cloud generate a keypair, whose private key is shown only this once.
   *
   * `POST /os-keypairs` · 201 · compute-api-guide § Create or Import Keypairs
   * @throws {ConflictError} if the name is taken.
   * @throws {ServerError} with the message `SSH keys limit exceeded` if the user has as many as allowed.
   */
  async create(keypair: NewKeypair, options?: RequestOptions): Promise<CreatedKeypair> {
    const { name, public_key } = requireObject(keypair, 'keypair')
    requireString(name, 'name', { maxLength: 255 })
    if (/[\r\n]/.test(name)) rejectArgument('name', 'must be one line; otherwise the key could not be read or deleted')
    if (public_key !== undefined) requireString(public_key, 'public_key')
    const json = { keypair: omitUndefined({ name, public_key }) }
    const call = { ...requireOptions(options), json, expect: 201 }
    return hideSecrets(await this.unwrap<CreatedKeypair>('keypair', 'POST', 'os-keypairs', call), 'private_key')
  }

  /**
   * One keypair.
   *
   * `GET /os-keypairs/{name}` · 200 · compute-api-guide § Get Keypair Details
   * @throws {NotFoundError} if there is none of that name.
   */
  async get(name: string, options?: RequestOptions): Promise<KeypairDetail> {
    return this.unwrap<KeypairDetail>('keypair', 'GET', keypairPath(name), { ...requireOptions(options), expect: 200 })
  }

  /**
   * Deletes a keypair. Servers that have it keep it.
   *
   * `DELETE /os-keypairs/{name}` · 204 · compute-api-guide § Delete Keypair
   * @throws {NotFoundError} if there is none of that name.
   */
  async delete(name: string, options?: RequestOptions): Promise<void> {
    await this.http.empty('DELETE', keypairPath(name), { ...requireOptions(options), idempotent: false, expect: 204 })
  }
}

function keypairPath(name: string): Path {
  return path`os-keypairs/${requireString(name, 'name')}`
}
