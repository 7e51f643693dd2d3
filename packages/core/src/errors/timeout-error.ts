import { isMarked, KamakiError, mark } from './kamaki-error.ts'

/** `queue`: a free slot (`concurrency`); `token`: the token provider; `headers`, `body`: the reply; `retry`: the pause before the next attempt. */
export type TimeoutPhase = 'queue' | 'token' | 'headers' | 'body' | 'retry'

/** A call took longer than `attemptTimeoutMs` (one attempt) or `timeoutMs` (all of it). */
export class TimeoutError extends KamakiError {
  static {
    mark(TimeoutError.prototype, 'TimeoutError')
  }

  /** What the call was waiting for when the time was up. */
  readonly phase: TimeoutPhase
  /** Which limit was reached. */
  readonly limit: 'attempt' | 'total'
  readonly timeoutMs: number
  readonly method: string
  readonly url: string

  constructor(
    message: string,
    fields: { phase: TimeoutPhase; limit: 'attempt' | 'total'; timeoutMs: number; method: string; url: string },
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.phase = fields.phase
    this.limit = fields.limit
    this.timeoutMs = fields.timeoutMs
    this.method = fields.method
    this.url = fields.url
  }

  static override isInstance(value: unknown): value is TimeoutError {
    return isMarked(value, 'TimeoutError')
  }
}
