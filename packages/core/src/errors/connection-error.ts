import { isMarked, KamakiError, mark } from './kamaki-error.ts'

/** No answer came: the host is unknown, refuses, is not reachable, or the connection broke before the reply was whole. */
export class ConnectionError extends KamakiError {
  static {
    mark(ConnectionError.prototype, 'ConnectionError')
  }

  /** The system's word for it (`ECONNREFUSED`, `ENOTFOUND`, `ECONNRESET` ...), where there is one. */
  readonly code: string | undefined
  readonly method: string
  readonly url: string

  constructor(
    message: string,
    fields: { code?: string | undefined; method: string; url: string },
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.code = fields.code
    this.method = fields.method
    this.url = fields.url
  }

  static override isInstance(value: unknown): value is ConnectionError {
    return isMarked(value, 'ConnectionError')
  }
}
