import type { Cloud } from '../cloud.ts'
import type { CommissionStore } from './commission-store.ts'
import type { OAuth2Store } from './oauth2-store.ts'
import type { ProjectStore } from './project-store.ts'
import type { QuotaStore } from './quota-store.ts'
import type { UserStore } from './user-store.ts'

/** The cloud as this service sees it: its own stores whole, those of the others by what they offer. */
export interface IdentityCloud extends Cloud {
  readonly users: UserStore
  readonly projects: ProjectStore
  readonly quota: QuotaStore
  readonly commissions: CommissionStore
  readonly oauth2: OAuth2Store
}
