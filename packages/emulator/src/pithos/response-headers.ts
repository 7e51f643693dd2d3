import type { HttpResponse } from '../http/response.ts'
import { pythonQuote } from '../python/quote.ts'

/** Percent-encodes what Pithos encodes in a response: names and values of headers of its own kinds. */
export function setEncoded(response: HttpResponse, name: string, value: string | number): void {
  if (/^(?:X-Account-|X-Container-|X-Object-|Content-)/.test(name))
    response.set(pythonQuote(name), pythonQuote(String(value), '/=,:@; "'))
  else response.set(name, value)
}
