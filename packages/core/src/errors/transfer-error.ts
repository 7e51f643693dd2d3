import { isMarked, KamakiError, mark } from './kamaki-error.ts'

/** An upload or download of many requests could not be finished; `cause` is the error that ended it. */
export class TransferError extends KamakiError {
  static {
    mark(TransferError.prototype, 'TransferError')
  }

  /** Bytes that had been moved when it ended. */
  readonly transferredBytes: number | undefined

  constructor(message: string, fields: { transferredBytes?: number | undefined } = {}, options?: ErrorOptions) {
    super(message, options)
    this.transferredBytes = fields.transferredBytes
  }

  static override isInstance(value: unknown): value is TransferError {
    return isMarked(value, 'TransferError')
  }
}
