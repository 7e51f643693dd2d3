import { Client } from '@kamaki/core'
import { ComputeVersions } from './compute/compute-versions.ts'
import { Extensions } from './compute/extensions.ts'
import { Flavors } from './compute/flavors.ts'
import { FloatingIps } from './compute/floating-ips.ts'
import { Images } from './compute/images.ts'
import { Keypairs } from './compute/keypairs.ts'
import { Servers } from './compute/servers.ts'

/**
 * The compute service in the plain dialect of OpenStack. For a Synnefo cloud use `CycladesComputeClient`, which also
 * knows what Synnefo adds and does differently.
 *
 * Not offered, since a Synnefo cloud always rejects it: `limits`, `os-floating-ip-pools`, and the actions
 * changePassword, rebuild, confirmResize, revertResize and createImage.
 */
export class ComputeClient extends Client {
  static override readonly serviceType: string = 'compute'
  static override readonly defaultVersion: string = 'v2.0'

  readonly servers: Servers = new Servers(this.http)
  readonly flavors: Flavors = new Flavors(this.http)
  readonly images: Images = new Images(this.http)
  readonly keypairs: Keypairs = new Keypairs(this.http)
  readonly floatingIps: FloatingIps = new FloatingIps(this.http)
  readonly extensions: Extensions = new Extensions(this.http)
  readonly versions: ComputeVersions = new ComputeVersions(this.http)
}
