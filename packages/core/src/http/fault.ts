import { parseJson } from './json.ts'

/** What the body of an error response says. */
export interface Fault {
  /** Synnefo's name of it, such as `itemNotFound`. */
  readonly fault?: string | undefined
  readonly message?: string | undefined
  readonly details?: unknown
  /** It is a web page: from a proxy, or from something that is not an API. */
  readonly isHtml?: boolean
}

const longest = 500

/**
 * Reads an error response by its content, whatever it is labelled as:
 *
 * - `{"itemNotFound": {"message", "code", "details"}}`, the rule; `code` may differ from the status and is ignored;
 * - the same with `data` beside an empty `details` (which limit a commission exceeds): that is the details then;
 * - the same as a JSON string inside the `details` of a `fault` (Pithos and Cyclades, when Astakos rejected their call);
 * - flat objects (`{"error", "error_description"}` from OAuth 2), bare arrays (the missing blocks of Pithos), bare strings;
 * - plain text, plain text before JSON, an HTML page, or nothing.
 */
export function readFault(body: string): Fault {
  const text = body.trim()
  if (text === '') return {}
  if (isHtml(text)) return { message: titleOf(text), isHtml: true }
  const json = parse(text)
  return json === undefined ? fromText(text) : fromJson(json)
}

/** How much of the beginning of a page is looked at. */
const pageHead = 4_096

/** Whether content is a web page. Looks at its beginning only, once: hostile content costs no more than any other. */
export function isHtml(content: string): boolean {
  const head = content.slice(0, pageHead)
  let at = afterSpace(head, 0)
  if (head.startsWith('<?xml', at)) at = afterMark(head, '?>', at)
  while (head.startsWith('<!--', at)) at = afterMark(head, '-->', at + '<!--'.length)
  return /^<(?:!doctype\s+html|html|head|body)\b/i.test(head.slice(at, at + 100))
}

function afterSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && /\s/.test(text.charAt(at))) at += 1
  return at
}

function afterMark(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from)
  return found === -1 ? text.length : afterSpace(text, found + mark.length)
}

function fromJson(json: unknown): Fault {
  if (typeof json === 'string') return { message: clip(json) }
  if (Array.isArray(json)) return { details: json }
  if (!isObject(json)) return { message: clip(String(json)) }
  for (const [name, inner] of Object.entries(json)) if (isObject(inner)) return unwrap(name, inner)
  return fromFlat(json)
}

function unwrap(name: string, inner: Record<string, unknown>): Fault {
  const details = emptyToUndefined(inner['details']) ?? emptyToUndefined(inner['data'])
  if (typeof details === 'string' && details.trimStart().startsWith('{')) {
    const real = parse(details)
    if (isObject(real) && Object.values(real).some(isObject)) return fromJson(real)
  }
  return { fault: name, message: messageOf(inner['message']), details }
}

function fromFlat(json: Record<string, unknown>): Fault {
  const error = messageOf(json['error'])
  const text = messageOf(json['error_description']) ?? messageOf(json['message']) ?? messageOf(json['detail'])
  return { fault: error, message: text ?? error, details: Object.keys(json).length === 0 ? undefined : json }
}

function fromText(text: string): Fault {
  const brace = text.indexOf('{')
  if (brace > 0 && brace <= 100) {
    const json = parse(text.slice(brace))
    if (isObject(json) && Object.values(json).some(isObject)) return fromJson(json)
  }
  return { message: clip(text) }
}

function titleOf(html: string): string | undefined {
  const head = html.slice(0, pageHead)
  const title = /<title\b[^<>]{0,200}>([^<]*)</i.exec(head)?.[1] ?? /<h1\b[^<>]{0,200}>([^<]*)</i.exec(head)?.[1]
  return messageOf(title?.replace(/\s+/g, ' '))
}

function parse(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function messageOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? clip(value.trim()) : undefined
}

function emptyToUndefined(value: unknown): unknown {
  return value === '' || value === null ? undefined : value
}

function clip(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}
