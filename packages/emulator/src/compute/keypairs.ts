import type { Cloud } from '../cloud.ts'

/** SSH key pairs (user data keys). */
export class Keypairs {
  readonly cloud: Cloud

  constructor(cloud: Cloud) {
    this.cloud = cloud
  }
}
