import type { Cloud } from '../cloud.ts'

/** Accounts, containers, objects and blocks. */
export class Pithos {
  readonly cloud: Cloud

  constructor(cloud: Cloud) {
    this.cloud = cloud
  }
}
