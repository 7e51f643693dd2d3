import { BlockStorageClient } from './block-storage-client.ts'
import { CycladesVolumes } from './volume/cyclades-volumes.ts'
import { CycladesSnapshots } from './volume/snapshots.ts'

/**
 * The block storage service of a Synnefo cloud: volumes, their types and snapshots.
 *
 *     const storage = await astakos.client(CycladesBlockStorageClient)
 *     const volume = await storage.volumes.create({ display_name: 'data', size: 10, volume_type: 2 })
 *
 * Attaching a volume to a server belongs to the compute service: `compute.volumeAttachments`.
 */
export class CycladesBlockStorageClient extends BlockStorageClient {
  override readonly volumes: CycladesVolumes = new CycladesVolumes(this.http)
  override readonly snapshots: CycladesSnapshots = new CycladesSnapshots(this.http)
}
