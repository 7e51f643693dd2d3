import { Client } from '@kamaki/core'
import { ServerParams } from './compute/server-params.ts'

/** What Synnefo's helpers ask for while a server is made; for those who write such helpers. */
export class VmapiClient extends Client {
  static override readonly serviceType: string = 'vmapi'
  static override readonly defaultVersion: string = 'v1.0'

  readonly serverParams: ServerParams = new ServerParams(this.http)
}
