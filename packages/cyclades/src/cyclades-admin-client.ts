import { Client, type ClientOptions, type TokenSource } from '@kamaki/core'
import { CloudStats } from './compute/cloud-stats.ts'

/** Statistics of a Synnefo cloud, partly for anybody, partly for its administrators. */
export class CycladesAdminClient extends Client {
  static override readonly serviceType: string = 'admin'

  readonly stats: CloudStats

  /** @param endpointUrl as the service catalog has it: `astakos.client(CycladesAdminClient)` looks it up. */
  constructor(endpointUrl: string | URL, token: TokenSource, options?: ClientOptions) {
    super(endpointUrl, token, options)
    this.stats = new CloudStats(this.http)
  }
}
