import { KamakiError } from '@kamaki/core'
import { markError } from '@kamaki/core/toolkit'

/** No cloud is configured, or not all of one. The message says where it was looked for. */
export class CloudConfigError extends KamakiError {
  static {
    markError(CloudConfigError, 'CloudConfigError')
  }

  /** Where it was looked, and what was there. */
  readonly lookedAt: readonly string[]

  constructor(message: string, fields: { lookedAt: readonly string[] }, options?: ErrorOptions) {
    super(message, options)
    this.lookedAt = fields.lookedAt
  }
}
