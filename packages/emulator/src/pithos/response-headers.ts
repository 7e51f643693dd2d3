import { badRequest } from '../http/fault.ts'
import type { HttpResponse } from '../http/response.ts'
import { pythonQuote } from '../python/quote.ts'
import { pythonBytesRepr } from '../python/repr.ts'

/**
 * Percent-encodes what Pithos encodes in a response: names and values of headers of its own kinds.
 * @throws {Fault} 400 for a line break, which Django rejects before that
 */
export function setEncoded(response: HttpResponse, name: string, value: string | number): void {
  for (const text of [name, String(value)])
    if (/[\r\n]/.test(text)) throw badRequest(`Header values can't contain newlines (got ${pythonBytesRepr(text)})`)
  if (/^(?:X-Account-|X-Container-|X-Object-|Content-)/.test(name))
    response.set(pythonQuote(name), pythonQuote(String(value), '/=,:@; "'))
  else response.set(name, value)
}
