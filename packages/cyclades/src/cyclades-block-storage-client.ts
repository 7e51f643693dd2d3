import type { ClientOptions, TokenSource } from '@kamaki/core'
import { BlockStorageClient } from './block-storage-client.ts'
import { CHANGES_SINCE_LIMIT_MS } from './changes-since.ts'
import { CycladesVolumes } from './volume/cyclades-volumes.ts'
import { Snapshots } from './volume/snapshots.ts'

/**
 * The block storage service of a Synnefo cloud: volumes, their types and snapshots.
 *
 *     const storage = await astakos.client(CycladesBlockStorageClient)
 *     const volume = await storage.volumes.create({ display_name: 'data', size: 10, volume_type: 2 })
 *
 * Attaching a volume to a server is the compute service's: `compute.volumeAttachments`.
 */
export class CycladesBlockStorageClient extends BlockStorageClient {
  override readonly volumes: CycladesVolumes
  override readonly snapshots: Snapshots

  /** @param endpointUrl as the service catalog has it: `astakos.client(CycladesBlockStorageClient)` looks it up. */
  constructor(endpointUrl: string | URL, token: TokenSource, options?: ClientOptions) {
    super(endpointUrl, token, options)
    this.volumes = new CycladesVolumes(this.http)
    this.snapshots = new Snapshots(this.http, CHANGES_SINCE_LIMIT_MS)
  }
}
