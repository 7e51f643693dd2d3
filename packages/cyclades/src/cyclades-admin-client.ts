import { Client } from '@kamaki/core'
import { CloudStats } from './compute/cloud-stats.ts'

/** Statistics of a Synnefo cloud, partly for anybody, partly for its administrators. */
export class CycladesAdminClient extends Client {
  static override readonly serviceType: string = 'admin'

  readonly stats: CloudStats = new CloudStats(this.http)
}
