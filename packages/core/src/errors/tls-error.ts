import { isMarked, KamakiError, mark } from './kamaki-error.ts'

/** The connection could not be made secure: the certificate of the host is not accepted, or one side does not speak TLS. */
export class TlsError extends KamakiError {
  static {
    mark(TlsError.prototype, 'TlsError')
  }

  /** Name and port of the other side. */
  readonly host: string
  /** The TLS library's word for it (`CERT_HAS_EXPIRED` ...). */
  readonly code: string | undefined
  readonly method: string
  readonly url: string

  constructor(
    message: string,
    fields: { host: string; code?: string | undefined; method: string; url: string },
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.host = fields.host
    this.code = fields.code
    this.method = fields.method
    this.url = fields.url
  }

  static override isInstance(value: unknown): value is TlsError {
    return isMarked(value, 'TlsError')
  }
}
