import { Client, type ClientOptions, type TokenSource } from '@kamaki/core'
import { Extensions } from './compute/extensions.ts'
import { Flavors } from './compute/flavors.ts'
import { FloatingIps } from './compute/floating-ips.ts'
import { Images } from './compute/images.ts'
import { Keypairs } from './compute/keypairs.ts'
import { Servers } from './compute/servers.ts'
import { Versions } from './compute/versions.ts'

/**
 * The compute service in the plain dialect of OpenStack. For a Synnefo cloud use `CycladesComputeClient`, which also
 * knows what Synnefo adds and does differently.
 *
 * Not offered, since a Synnefo cloud always refuses it: `limits`, `os-floating-ip-pools`, and the actions
 * changePassword, rebuild, confirmResize, revertResize and createImage.
 */
export class ComputeClient extends Client {
  static override readonly serviceType: string = 'compute'
  static override readonly defaultVersion: string = 'v2.0'

  readonly servers: Servers
  readonly flavors: Flavors
  readonly images: Images
  readonly keypairs: Keypairs
  readonly floatingIps: FloatingIps
  readonly extensions: Extensions
  readonly versions: Versions

  /** @param endpointUrl as the service catalog has it: `astakos.client(ComputeClient)` looks it up. */
  constructor(endpointUrl: string | URL, token: TokenSource, options?: ClientOptions) {
    super(endpointUrl, token, options)
    this.servers = new Servers(this.http)
    this.flavors = new Flavors(this.http)
    this.images = new Images(this.http)
    this.keypairs = new Keypairs(this.http)
    this.floatingIps = new FloatingIps(this.http)
    this.extensions = new Extensions(this.http)
    this.versions = new Versions(this.http)
  }
}
