import type { Sequence } from '../base/random.ts'
import { Table } from '../base/table.ts'
import type { Cloud } from '../cloud.ts'
import { itemNotFound } from '../http/fault.ts'
import type { User } from '../identity/model.ts'
import { sshFingerprint } from './ssh-fingerprint.ts'

/** USERDATA_MAX_SSH_KEYS_PER_USER */
const MAX_KEYS = 10

export interface Keypair {
  readonly id: number
  /** Uuid of the user it belongs to. */
  readonly owner: string
  name: string
  content: string
  fingerprint: string
  readonly created: number
  updated: number
}

/** SSH key pairs: what the compute API knows by name and the user data by number. */
export class KeypairStore {
  readonly #cloud: Cloud
  readonly #byId: Table<number, Keypair>
  readonly #ids: Sequence

  constructor(cloud: Cloud) {
    this.#cloud = cloud
    this.#byId = new Table(cloud.records, 'keypair', ({ id }) => id)
    this.#ids = cloud.records.sequence('keypair')
  }

  /** A user's keys, in order of their numbers. */
  list(user: User): Keypair[] {
    return [...this.#byId.values()].filter(({ owner }) => owner === user.uuid)
  }

  named(user: User, name: string): Keypair | undefined {
    return this.list(user).find((key) => key.name === name)
  }

  /** @throws {Fault} 404 */
  get(user: User, name: string): Keypair {
    const key = this.named(user, name)
    if (!key) throw itemNotFound(`Keypair ${name} not found.`)
    return key
  }

  numbered(user: User, id: number): Keypair | undefined {
    const key = this.#byId.get(id)
    return key?.owner === user.uuid ? key : undefined
  }

  /** Has the user as many keys as one may have? */
  full(user: User): boolean {
    return this.list(user).length >= MAX_KEYS
  }

  add(user: User, name: string, content: string): Keypair {
    const now = this.#cloud.clock.now()
    const fingerprint = sshFingerprint(content)
    const key: Keypair = {
      id: this.#ids.next(),
      owner: user.uuid,
      name,
      content,
      fingerprint,
      created: now,
      updated: now,
    }
    return this.#byId.add(key)
  }

  update(key: Keypair, name: string, content: string): void {
    key.name = name
    key.content = content
    key.fingerprint = sshFingerprint(content)
    key.updated = this.#cloud.clock.now()
  }

  remove(key: Keypair): void {
    this.#byId.delete(key.id)
  }
}
