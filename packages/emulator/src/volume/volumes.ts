import type { Cloud } from '../cloud.ts'

/** Volumes and snapshots of block storage. */
export class Volumes {
  readonly cloud: Cloud

  constructor(cloud: Cloud) {
    this.cloud = cloud
  }
}
