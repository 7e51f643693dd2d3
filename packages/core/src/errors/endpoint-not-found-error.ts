import { isMarked, KamakiError, mark } from './kamaki-error.ts'

/** The service catalog has no endpoint of this kind. */
export class EndpointNotFoundError extends KamakiError {
  static {
    mark(EndpointNotFoundError.prototype, 'EndpointNotFoundError')
  }

  readonly serviceType: string
  /** The service types that the catalog does have. */
  readonly available: readonly string[]

  constructor(message: string, fields: { serviceType: string; available?: readonly string[] }, options?: ErrorOptions) {
    super(message, options)
    this.serviceType = fields.serviceType
    this.available = fields.available ?? []
  }

  static override isInstance(value: unknown): value is EndpointNotFoundError {
    return isMarked(value, 'EndpointNotFoundError')
  }
}
