import { Client } from '@kamaki/core'
import { Versions } from '@kamaki/core/toolkit'

import { Snapshots } from './volume/snapshots.ts'
import { VolumeTypes } from './volume/types.ts'
import type { VolumeVersion } from './volume/volume-types.ts'
import { Volumes } from './volume/volumes.ts'

/**
 * The block storage service in the plain dialect of OpenStack. For a Synnefo cloud use `CycladesBlockStorageClient`,
 * which also knows what Synnefo adds and does differently.
 */
export class BlockStorageClient extends Client {
  static override readonly serviceType: string = 'volume'
  static override readonly defaultVersion: string = 'v2.0'

  readonly volumes: Volumes = new Volumes(this.http)
  readonly snapshots: Snapshots = new Snapshots(this.http)
  readonly types: VolumeTypes = new VolumeTypes(this.http)
  readonly versions: Versions<VolumeVersion> = new Versions<VolumeVersion>(this.http)
}
