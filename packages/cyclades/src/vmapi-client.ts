import { Client } from '@kamaki/core'
import { ServerParams } from './compute/server-params.ts'

/** What Synnefo's helpers read while a server is created; for authors of such helpers. */
export class VmapiClient extends Client {
  static override readonly serviceType: string = 'vmapi'
  static override readonly defaultVersion: string = 'v1.0'

  readonly serverParams: ServerParams = new ServerParams(this.http)
}
