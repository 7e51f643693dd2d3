import { List, type RequestOptions } from '@kamaki/core'
import { omitUndefined, path, Resource, rejectArgument, requireString, unwrap } from '@kamaki/core/toolkit'

/** A public key that can be put in servers. */
export interface Keypair {
  /** What it is called, and known by. */
  name: string
  /** MD5 with colons, or `unknown fingerprint` (of 2048-bit RSA keys with a comment, for one). */
  fingerprint: string
  public_key: string
}

/** A keypair as `create` answers it. */
export interface CreatedKeypair extends Keypair {
  /** PEM. Only where the cloud made the key, and only this once. */
  private_key?: string
}

/** A keypair in full. */
export interface KeypairDetail extends Keypair {
  /** What it is known by among the user data keys. */
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
  /** A key to import; left out, the cloud makes one. Its text is not checked by the cloud. */
  public_key?: string | undefined
}

/** The user's SSH keys, by name; 10 at most, by default. `userdata.keys` knows the same keys by id. */
export class Keypairs extends Resource {
  /**
   * The user's keypairs, by name.
   *
   * `GET /os-keypairs` · 200 · compute-api-guide § List Keypairs
   */
  list(options?: RequestOptions): List<Keypair> {
    return List.of(async () => {
      const call = { ...options, expect: 200 }
      const wrapped = await unwrap<{ keypair: Keypair }[]>(this.http, 'keypairs', 'GET', 'os-keypairs', {
        ...call,
        shape: 'array',
      })
      return wrapped.map(({ keypair }) => keypair)
    })
  }

  /**
   * Imports a public key, or has a keypair made, whose private key is shown only this once.
   *
   * `POST /os-keypairs` · 201 · compute-api-guide § Create or Import Keypairs
   * @throws {ConflictError} if the name is taken.
   * @throws {ServerError} with the text `SSH keys limit exceeded` if the user has as many as he may.
   */
  async create({ name, public_key }: NewKeypair, options?: RequestOptions): Promise<CreatedKeypair> {
    requireString(name, 'name', { maxLength: 255 })
    if (/[\r\n]/.test(name)) rejectArgument('name', 'must be one line; such a key could be neither read nor deleted')
    if (public_key !== undefined) requireString(public_key, 'public_key')
    const json = { keypair: omitUndefined({ name, public_key }) }
    const call = { ...options, json, expect: 201 }
    return unwrap<CreatedKeypair>(this.http, 'keypair', 'POST', 'os-keypairs', call)
  }

  /**
   * One keypair.
   *
   * `GET /os-keypairs/{name}` · 200 · compute-api-guide § Get Keypair Details
   * @throws {NotFoundError} if there is none of that name.
   */
  async get(name: string, options?: RequestOptions): Promise<KeypairDetail> {
    const where = path`os-keypairs/${requireString(name, 'name')}`
    return unwrap<KeypairDetail>(this.http, 'keypair', 'GET', where, { ...options, expect: 200 })
  }

  /**
   * Forgets a keypair. Servers that have it keep it.
   *
   * `DELETE /os-keypairs/{name}` · 204 · compute-api-guide § Delete Keypair
   * @throws {NotFoundError} if there is none of that name.
   */
  async delete(name: string, options?: RequestOptions): Promise<void> {
    const where = path`os-keypairs/${requireString(name, 'name')}`
    await this.http.empty('DELETE', where, { ...options, idempotent: false, expect: 204 })
  }
}
