import { Client } from '@kamaki/core'
import { Versions } from '@kamaki/core/toolkit'
import { FloatingIps } from './floating-ips.ts'
import { Networks } from './networks.ts'
import { Ports } from './ports.ts'
import { Subnets } from './subnets.ts'

/** What the network services of OpenStack and Synnefo have in common. */
export class CommonNetworkClient extends Client {
  static override readonly serviceType: string = 'network'
  static override readonly defaultVersion: string = 'v2.0'

  readonly networks: Networks = new Networks(this.http)
  readonly ports: Ports = new Ports(this.http)
  readonly versions: Versions = new Versions(this.http)
}

/**
 * The network service in the plain dialect of OpenStack. For a Synnefo cloud use `CycladesNetworkClient`, which also knows what
 * Synnefo adds, does differently, and lacks.
 */
export class NetworkClient extends CommonNetworkClient {
  readonly subnets: Subnets = new Subnets(this.http)
  readonly floatingIps: FloatingIps = new FloatingIps(this.http)
}
