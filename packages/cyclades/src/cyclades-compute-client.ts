import type { ClientOptions, TokenSource } from '@kamaki/core'
import {
  clientOptionNames,
  rejectArgument,
  requireKnownOptions,
  requireString,
  serviceRoot,
} from '@kamaki/core/toolkit'
import { CycladesServers } from './compute/cyclades-servers.ts'
import { CycladesComputeFloatingIps } from './compute/floating-ips.ts'
import { CycladesImages } from './compute/images.ts'
import { Userdata } from './compute/userdata-keys.ts'
import { VolumeAttachments } from './compute/volume-attachments.ts'
import { ComputeClient } from './compute-client.ts'

export interface CycladesComputeClientOptions extends ClientOptions {
  /** Where the user data service is. Default: `userdata` beside the compute service, where Synnefo has it. */
  readonly userdataUrl?: string | undefined
}

/**
 * The compute service of a Synnefo cloud: servers, their networks, tags, metadata and volumes, flavors, images, keys.
 *
 *     const compute = await astakos.client(CycladesComputeClient)
 *     const server = await compute.servers.create({ name: 'web', flavorRef: 1, imageRef: image.id })
 *     await compute.servers.waitUntil(server.id, 'ACTIVE')
 */
export class CycladesComputeClient extends ComputeClient {
  override readonly servers: CycladesServers = new CycladesServers(this.http)
  override readonly images: CycladesImages = new CycladesImages(this.http)
  override readonly floatingIps: CycladesComputeFloatingIps = new CycladesComputeFloatingIps(this.http)
  readonly volumeAttachments: VolumeAttachments = new VolumeAttachments(this.http)
  readonly userdata: Userdata

  /** @param endpointUrl as in the service catalog: `astakos.client(CycladesComputeClient)` looks it up. */
  constructor(endpointUrl: string | URL, token: TokenSource, options: CycladesComputeClientOptions = {}) {
    const { userdataUrl, ...shared } = requireKnownOptions(options, {
      ...clientOptionNames,
      userdataUrl: true,
    })
    super(endpointUrl, token, shared)
    if (userdataUrl !== undefined && !URL.canParse(requireString(userdataUrl, 'userdataUrl')))
      rejectArgument('userdataUrl', 'must be a valid URL')
    const url = userdataUrl?.replace(/\/+$/, '') ?? siblingService(this.endpointUrl, 'userdata')
    this.userdata = new Userdata(this.http.at(url))
  }
}

/** The URL of a service that lives beside another one, for those that are not in the catalog. */
function siblingService(endpointUrl: string, name: string): string {
  return `${serviceRoot(endpointUrl).replace(/\/[^/]+$/, '')}/${name}`
}
