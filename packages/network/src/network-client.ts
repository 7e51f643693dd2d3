import { Client, type ClientOptions, type TokenSource } from '@kamaki/core'
import { FloatingIps } from './floating-ips.ts'
import { Networks } from './networks.ts'
import { Ports } from './ports.ts'
import { Subnets } from './subnets.ts'
import { Versions } from './versions.ts'

/**
 * The network service in the plain dialect of OpenStack. For a Synnefo cloud use `CycladesNetworkClient`, which also knows what
 * Synnefo adds and does differently.
 */
export class NetworkClient extends Client {
  static override readonly serviceType: string = 'network'
  static override readonly defaultVersion: string = 'v2.0'

  readonly networks: Networks
  readonly subnets: Subnets
  readonly ports: Ports
  readonly floatingIps: FloatingIps
  readonly versions: Versions

  /** @param endpointUrl as the service catalog has it: `astakos.client(NetworkClient)` looks it up. */
  constructor(endpointUrl: string | URL, token: TokenSource, options?: ClientOptions) {
    super(endpointUrl, token, options)
    this.networks = new Networks(this.http)
    this.subnets = new Subnets(this.http)
    this.ports = new Ports(this.http)
    this.floatingIps = new FloatingIps(this.http)
    this.versions = new Versions(this.http)
  }
}
