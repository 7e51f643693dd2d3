import { isMarked, KamakiError, mark } from './kamaki-error.ts'

/** A reply with a good status whose content is not what it should be, mostly because something else than the API answered. */
export class ParseError extends KamakiError {
  static {
    mark(ParseError.prototype, 'ParseError')
  }

  readonly status: number
  readonly method: string
  readonly url: string
  readonly contentType: string | undefined
  readonly requestId: string | undefined

  constructor(
    message: string,
    fields: {
      status: number
      method: string
      url: string
      contentType?: string | undefined
      requestId?: string | undefined
    },
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.status = fields.status
    this.method = fields.method
    this.url = fields.url
    this.contentType = fields.contentType
    this.requestId = fields.requestId
  }

  static override isInstance(value: unknown): value is ParseError {
    return isMarked(value, 'ParseError')
  }
}
