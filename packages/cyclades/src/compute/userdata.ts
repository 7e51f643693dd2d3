import type { Http } from '@kamaki/core/toolkit'
import { UserdataKeys } from './userdata-keys.ts'

/** What the cloud keeps for the user's convenience, at an endpoint that is not in the catalog. */
export class Userdata {
  readonly keys: UserdataKeys
  /** The URL of the service. */
  readonly endpointUrl: string

  constructor(http: Http) {
    this.endpointUrl = http.endpointUrl
    this.keys = new UserdataKeys(http)
  }
}
