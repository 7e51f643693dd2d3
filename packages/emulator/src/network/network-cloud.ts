import type { Cloud } from '../cloud.ts'
import type { FloatingIpStore } from './floating-ip-store.ts'
import type { NetworkStore } from './network-store.ts'
import type { PortStore } from './port-store.ts'
import type { SubnetStore } from './subnet-store.ts'

/** The cloud as this service sees it: its own stores whole, those of the others by what they offer. */
export interface NetworkCloud extends Cloud {
  readonly networks: NetworkStore
  readonly subnets: SubnetStore
  readonly ports: PortStore
  readonly floatingIps: FloatingIpStore
}
