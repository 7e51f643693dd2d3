import { isMarked, KamakiError, mark } from './kamaki-error.ts'

/** The state that was waited for did not come in time. */
export class WaitTimeoutError extends KamakiError {
  static {
    mark(WaitTimeoutError.prototype, 'WaitTimeoutError')
  }

  /** The last state that was seen, as the poll returned it; undefined if no poll came to an end. */
  readonly lastState: unknown

  constructor(message: string, fields: { lastState: unknown }, options?: ErrorOptions) {
    super(message, options)
    this.lastState = fields.lastState
  }

  /** The last state may be anything, also long or private: it is left out. */
  override toJSON(): Record<string, unknown> {
    return { name: this.name, message: this.message }
  }

  static override isInstance(value: unknown): value is WaitTimeoutError {
    return isMarked(value, 'WaitTimeoutError')
  }
}
