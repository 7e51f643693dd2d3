import type { Http } from '@kamaki/core/toolkit'
import { UserdataKeys } from './userdata-keys.ts'

/** What the cloud keeps for the user's convenience, at an endpoint that the catalog does not have. */
export class Userdata {
  readonly keys: UserdataKeys
  /** Where that is. */
  readonly endpointUrl: string

  constructor(http: Http) {
    this.endpointUrl = http.endpointUrl
    this.keys = new UserdataKeys(http)
  }
}
