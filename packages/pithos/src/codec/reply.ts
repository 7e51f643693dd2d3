import { ParseError } from '@kamaki/core'

/** The part of a reply that its headers are read from. */
export interface ReplyHead {
  readonly status: number
  readonly url: string
  readonly headers: Headers
}

/** A reply that is not what the API gives. */
export function malformed(message: string, reply: ReplyHead, method: string): ParseError {
  const contentType = reply.headers.get('content-type') ?? undefined
  return new ParseError(message, { status: reply.status, method, url: reply.url, contentType })
}
