import { ParseError } from '@kamaki/core'

/** The part of a response that its headers are read from. */
export interface ResponseHead {
  readonly status: number
  readonly url: string
  readonly headers: Headers
}

/** The error for a response that is not what the API sends. */
export function malformed(message: string, response: ResponseHead, method: string): ParseError {
  // What the server says of its type may be anything, a token that it got as well.
  return new ParseError(message, { status: response.status, method, url: response.url })
}
