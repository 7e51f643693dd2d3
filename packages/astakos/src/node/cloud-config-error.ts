import { KamakiError } from '@kamaki/core'

const MARK = Symbol.for('@kamaki/astakos/error/CloudConfigError')

/** No cloud is configured, or not all of one. The message says where it was looked for. */
export class CloudConfigError extends KamakiError {
  static {
    Object.defineProperty(CloudConfigError.prototype, MARK, { value: true })
    Object.defineProperty(CloudConfigError.prototype, 'name', {
      value: 'CloudConfigError',
      configurable: true,
      writable: true,
    })
  }

  /** Where it was looked, and what was there. */
  readonly lookedAt: readonly string[]

  constructor(message: string, fields: { lookedAt: readonly string[] }, options?: ErrorOptions) {
    super(message, options)
    this.lookedAt = fields.lookedAt
  }

  /** True for one of another copy of this package, too. */
  static override isInstance(value: unknown): value is CloudConfigError {
    return typeof value === 'object' && value !== null && Reflect.get(value, MARK) === true
  }
}
