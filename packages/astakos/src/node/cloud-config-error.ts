import { KamakiError } from '@kamaki/core'

/** No cloud is configured, or not all of one. The message says where it was looked for. */
export class CloudConfigError extends KamakiError {
  static override readonly errorName: string = 'CloudConfigError'

  /** Where it was looked, and what was there. */
  declare readonly lookedAt: readonly string[]

  constructor(message: string, fields: { lookedAt: readonly string[] }, options?: ErrorOptions) {
    super(message, options)
    Object.assign(this, fields)
  }
}
