import { isMarked, KamakiError, mark } from './kamaki-error.ts'

/** What arrived, or what is stored, does not have the hash that it should have. */
export class IntegrityError extends KamakiError {
  static {
    mark(IntegrityError.prototype, 'IntegrityError')
  }

  readonly expected: string | undefined
  readonly actual: string | undefined

  constructor(
    message: string,
    fields: { expected?: string | undefined; actual?: string | undefined } = {},
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.expected = fields.expected
    this.actual = fields.actual
  }

  static override isInstance(value: unknown): value is IntegrityError {
    return isMarked(value, 'IntegrityError')
  }
}
