import type { RecordedBody } from './recorded-body.ts'

/** A request that the emulator got, and its response. */
export interface RequestRecord {
  /** 1, 2, 3 ... in the order in which requests came. */
  readonly id: number
  /** Milliseconds since 1970, of the machine's clock. */
  readonly startedAt: number
  readonly method: string
  /** As sent, with any token in the query taken out. */
  readonly target: string
  /** 0 until there is a response, and for good if the connection was reset before there was one. */
  readonly status: number
  /** Until the response began, or the connection was reset; so far, if neither has happened. */
  readonly durationMs: number
  /** Name of the user whose token came with the request. */
  readonly user: string | undefined
  /** The injected fault that shaped the response. */
  readonly fault: string | undefined
  /** False until the response has begun, or the connection was reset. */
  readonly done: boolean
  readonly request: RecordedMessage
  readonly response: RecordedMessage
}

/** Headers and body of a request or a response. */
export interface RecordedMessage {
  /** By name in lower case; `...` instead of a token. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: RecordedBody
}

/** How much of the requests is recorded. */
export interface RecordOptions {
  /** How many requests are kept, the newest ones. Default 1000. */
  readonly requests?: number | undefined
  /** How many bytes of each body are kept. Default 16384. */
  readonly bodyBytes?: number | undefined
}
