import { parseJson } from './json.ts'

/** What the body of a refusal says. */
export interface Fault {
  /** Synnefo's name of it, such as `itemNotFound`. */
  readonly fault: string | undefined
  readonly message: string | undefined
  readonly details: unknown
  /** A web page answered: a proxy, or not an API at all. */
  readonly isHtml: boolean
}

const longest = 500

/**
 * Reads a refusal by its content, whatever it is labelled as:
 *
 * - `{"itemNotFound": {"message", "code", "details"}}`, the rule; `code` may differ from the status and is ignored;
 * - the same with `data` beside an empty `details` (which limit a commission exceeds): that is the details then;
 * - the same as JSON text inside the `details` of a `fault` (Pithos and Cyclades, when Astakos refused them);
 * - flat objects (`{"error", "error_description"}` from OAuth 2), bare arrays (the missing blocks of Pithos), bare texts;
 * - text, text before JSON, an HTML page, or nothing.
 */
export function readFault(body: string): Fault {
  const text = body.trim()
  if (text === '') return { fault: undefined, message: undefined, details: undefined, isHtml: false }
  if (isHtml(text)) return { fault: undefined, message: titleOf(text), details: undefined, isHtml: true }
  const json = parse(text)
  if (json === undefined) return fromText(text)
  return { ...fromJson(json), isHtml: false }
}

/** Whether a text is a web page. */
export function isHtml(text: string): boolean {
  return /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b/i.test(text)
}

type WithoutHtml = Omit<Fault, 'isHtml'>

function fromJson(json: unknown): WithoutHtml {
  if (typeof json === 'string') return { fault: undefined, message: clip(json), details: undefined }
  if (Array.isArray(json)) return { fault: undefined, message: undefined, details: json }
  if (!isObject(json)) return { fault: undefined, message: clip(String(json)), details: undefined }
  for (const [name, inner] of Object.entries(json)) if (isObject(inner)) return unwrap(name, inner)
  return fromFlat(json)
}

function unwrap(name: string, inner: Record<string, unknown>): WithoutHtml {
  const details = emptyToUndefined(inner['details']) ?? emptyToUndefined(inner['data'])
  if (typeof details === 'string' && details.trimStart().startsWith('{')) {
    const real = parse(details)
    if (isObject(real) && Object.values(real).some(isObject)) return fromJson(real)
  }
  return { fault: name, message: messageOf(inner['message']), details }
}

function fromFlat(json: Record<string, unknown>): WithoutHtml {
  const error = messageOf(json['error'])
  const text = messageOf(json['error_description']) ?? messageOf(json['message']) ?? messageOf(json['detail'])
  return { fault: error, message: text ?? error, details: Object.keys(json).length === 0 ? undefined : json }
}

function fromText(text: string): Fault {
  const brace = text.indexOf('{')
  if (brace > 0 && brace <= 100) {
    const json = parse(text.slice(brace))
    if (isObject(json) && Object.values(json).some(isObject)) return { ...fromJson(json), isHtml: false }
  }
  return { fault: undefined, message: clip(text), details: undefined, isHtml: false }
}

function titleOf(html: string): string | undefined {
  const title = /<title[^>]*>([^<]*)</i.exec(html)?.[1] ?? /<h1[^>]*>([^<]*)</i.exec(html)?.[1]
  return messageOf(title?.replace(/\s+/g, ' ').trim())
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
