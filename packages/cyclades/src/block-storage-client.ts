import { Client, type ClientOptions, type TokenSource } from '@kamaki/core'
import { Snapshots } from './volume/snapshots.ts'
import { VolumeTypes } from './volume/volume-types.ts'
import { VolumeVersions } from './volume/volume-versions.ts'
import { Volumes } from './volume/volumes.ts'

/**
 * The block storage service in the plain dialect of OpenStack. For a Synnefo cloud use `CycladesBlockStorageClient`,
 * which also knows what Synnefo adds and does differently.
 */
export class BlockStorageClient extends Client {
  static override readonly serviceType: string = 'volume'
  static override readonly defaultVersion: string = 'v2.0'

  readonly volumes: Volumes
  readonly snapshots: Snapshots
  readonly types: VolumeTypes
  readonly versions: VolumeVersions

  /** @param endpointUrl as the service catalog has it: `astakos.client(BlockStorageClient)` looks it up. */
  constructor(endpointUrl: string | URL, token: TokenSource, options?: ClientOptions) {
    super(endpointUrl, token, options)
    this.volumes = new Volumes(this.http)
    this.snapshots = new Snapshots(this.http)
    this.types = new VolumeTypes(this.http)
    this.versions = new VolumeVersions(this.http)
  }
}
