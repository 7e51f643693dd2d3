import type { Cloud } from '../cloud.ts'
import type { ViewTokens } from './api/view.ts'
import { Backend } from './backend.ts'
import { Journal } from './journal.ts'
import { Ledger } from './ledger.ts'
import { Locks } from './locks.ts'
import { Tree } from './tree.ts'

export const BLOCK_SIZE: number = 4 * 1024 * 1024

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** Accounts, containers, objects and blocks. */
export class Pithos {
  readonly cloud: Cloud
  /** What the HTTP side works on. */
  readonly backend: Backend
  readonly locks: Locks = new Locks()
  /** Set by the identity service's OAuth 2 side. */
  viewTokens: ViewTokens | undefined

  constructor(cloud: Cloud) {
    this.cloud = cloud
    const journal = new Journal()
    this.backend = new Backend({
      journal,
      tree: new Tree(journal, () => cloud.clock.now()),
      ledger: new Ledger(cloud.quota, journal, (uuid) => cloud.users.byUuid(uuid) !== undefined),
      blockSize: BLOCK_SIZE,
      newUuid: () => cloud.random.uuid(),
      newPublicId: () => cloud.random.text(16, ALPHABET),
    })
  }
}
