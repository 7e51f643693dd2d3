import type { Reply } from '../http/response.ts'
import { pythonQuote } from '../python/quote.ts'

/** Percent-encodes what Pithos encodes in a reply: names and values of headers of its own kinds. */
export function setEncoded(reply: Reply, name: string, value: string | number): void {
  if (/^(?:X-Account-|X-Container-|X-Object-|Content-)/.test(name))
    reply.set(pythonQuote(name), pythonQuote(String(value), '/=,:@; "'))
  else reply.set(name, value)
}
