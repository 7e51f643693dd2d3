import type { Cloud } from '../cloud.ts'

/** Virtual servers. */
export class Servers {
  readonly cloud: Cloud

  constructor(cloud: Cloud) {
    this.cloud = cloud
  }
}
