import { isMarked, KamakiError, mark } from './kamaki-error.ts'

/** An argument that cannot be right. It is refused before anything is sent. */
export class InvalidArgumentError extends KamakiError {
  static {
    mark(InvalidArgumentError.prototype, 'InvalidArgumentError')
  }

  /** The name of the parameter. */
  readonly parameter: string

  constructor(message: string, fields: { parameter: string }, options?: ErrorOptions) {
    super(message, options)
    this.parameter = fields.parameter
  }

  static override isInstance(value: unknown): value is InvalidArgumentError {
    return isMarked(value, 'InvalidArgumentError')
  }
}
