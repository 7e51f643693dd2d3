import { badRequest } from '../http/fault.ts'
import { unquote } from '../http/target.ts'
import { codePointLength } from '../python/code-points.ts'
import { capitalize } from '../python/text.ts'

/**
 * Request headers as Pithos sees them: by their CGI name (`HTTP_X_OBJECT_META_A`), name and value percent-decoded as
 * UTF-8. Content-Type and Content-Length are outside of this rule.
 */
export type CgiHeaders = ReadonlyMap<string, string>

/**
 * @throws {Fault} 400 if a header holds raw bytes beyond ASCII or decodes to something that is not valid UTF-8.
 */
export function cgiHeaders(headers: ReadonlyMap<string, string>): CgiHeaders {
  const out = new Map<string, string>()
  for (const [name, value] of headers) {
    if (name === 'content-type' || name === 'content-length') continue
    if (/[^\u0000-\u007f]/.test(name + value)) throw badRequest('Bad character in headers.')
    const key = `HTTP_${name.toUpperCase().replaceAll('-', '_')}`
    if (!name.includes('%') && !value.includes('%')) {
      out.set(key, value)
      continue
    }
    const decodedKey = unquote(key)
    const decodedValue = unquote(value)
    if (decodedKey === null || decodedValue === null) throw badRequest('Bad character in headers.')
    out.set(decodedKey, decodedValue)
  }
  return out
}

/** `x_my-KEY` -> `X-My-Key`: underscores become dashes, each part gets a capital and small letters. */
export function formatKey(key: string): string {
  return key.replaceAll('_', '-').split('-').map(capitalize).join('-')
}

/** All headers that begin with a prefix (`X-Object-Meta-`), by their normalised full name; `~` is dropped from values. */
export function headersWithPrefix(headers: CgiHeaders, prefix: string): Map<string, string> {
  const start = `HTTP_${prefix.toUpperCase().replaceAll('-', '_')}`
  const out = new Map<string, string>()
  for (const [key, value] of headers) {
    if (key.startsWith(start) && key.length > start.length) out.set(formatKey(key.slice(5)), value.replaceAll('~', ''))
  }
  return out
}

/**
 * Metadata headers within the limits of one request.
 * @throws {Fault} 400
 */
export function metaHeaders(headers: CgiHeaders, prefix: string): Map<string, string> {
  const meta = headersWithPrefix(headers, prefix)
  if (meta.size > 90) throw badRequest('Too many headers.')
  for (const [key, value] of meta) {
    if (codePointLength(key) > 128) throw badRequest('Header name too large.')
    if (codePointLength(value) > 256) throw badRequest('Header value too large.')
  }
  return meta
}
