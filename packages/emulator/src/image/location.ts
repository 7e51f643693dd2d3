import { badRequest, internalServerError } from '../http/fault.ts'
import { unquote, utf8 } from '../http/target.ts'
import type { ObjectRef } from '../pithos/model.ts'
import { pythonQuote } from '../python/quote.ts'

/** `pithos://account/container/object`, each part percent-encoded. */
export function locationUrl({ account, container, name }: ObjectRef): string {
  return `pithos://${pythonQuote(account)}/${pythonQuote(container)}/${pythonQuote(name)}`
}

/**
 * The parts of a location as it came in a header (Latin-1).
 * @throws {Fault} 400 if it is none, 500 if a part is not valid UTF-8
 */
export function parseLocation(text: string): ObjectRef {
  const [scheme, , account, container, ...name] = text.split('/')
  if (scheme !== 'pithos:' || account === undefined || container === undefined || name.length === 0)
    throw badRequest(`Invalid location '${utf8(text) ?? text}'`)
  const parts = [account, container, name.join('/')].map(unquote)
  const [a, c, n] = parts
  if (a == null || c == null || n == null) throw internalServerError()
  return { account: a, container: c, name: n }
}
