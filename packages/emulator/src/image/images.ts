import type { Cloud } from '../cloud.ts'

/** Images, kept as Pithos objects. */
export class Images {
  readonly cloud: Cloud

  constructor(cloud: Cloud) {
    this.cloud = cloud
  }
}
