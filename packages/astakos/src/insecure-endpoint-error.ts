import { KamakiError } from '@kamaki/core'
import { safeUrl } from '@kamaki/core/toolkit'

/** An endpoint without TLS in a catalog that came over https: the token would go there for everyone on the way to read. */
export class InsecureEndpointError extends KamakiError {
  static override readonly errorName: string = 'InsecureEndpointError'

  /** The endpoint. */
  readonly url: string
  readonly serviceType: string

  constructor(fields: { url: string; serviceType: string }, options?: ErrorOptions) {
    const url = safeUrl(fields.url)
    super(
      `The endpoint ${url} (${fields.serviceType}) has no TLS, though the catalog that names it came over https: ` +
        'anyone on the way could read the token. Tell the people who run the cloud, or set allowInsecureEndpoints to use it all the same',
      options,
    )
    this.url = url
    this.serviceType = fields.serviceType
  }
}
