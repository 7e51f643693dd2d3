import { isMarked, KamakiError, mark } from './kamaki-error.ts'

/** A state was reached from which the one waited for cannot come (a server in ERROR, say). */
export class WaitFailedError extends KamakiError {
  static {
    mark(WaitFailedError.prototype, 'WaitFailedError')
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

  static override isInstance(value: unknown): value is WaitFailedError {
    return isMarked(value, 'WaitFailedError')
  }
}
