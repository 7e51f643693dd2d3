import { mapValue, mask, redact, safeUrl, secretFields } from './redact.ts'

const secretHeaders: ReadonlySet<string> = new Set([
  'x-auth-token',
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
])
/** Names of other headers that hold secrets: `x-subject-token` of OpenStack, `x-api-key` of a gateway. */
const secretHeader = /(?:^|[-_])(?:token|api-?key|secret|password|credentials?)(?:$|[-_])/i

/** The beginning of such a field with a string in it; also that of the id of a token. */
const secretFieldStart =
  /(?:"token"\s*:\s*\{[^{}]{0,500}?"id"|"(?:auth_token|access_token|refresh_token|client_secret|adminPass|password|secret|private_key|private|user_data|contents)")\s*:\s*"/gi

/** The content of a message, for a log: without the given secrets, and without what looks like one (new tokens, passwords, keys). */
export function redactContent(text: string, secrets: Iterable<string>): string {
  const json = parsed(text)
  if (json === undefined) return safeUrl(maskFields(redact(text, secrets)))
  const isSecret = (key: string, item: unknown): boolean => secretFields.test(key) && item !== null
  const masked = mapValue(maskTokens(json, 0), (part) => safeUrl(part, secrets), isSecret, 0)
  return JSON.stringify(masked)
}

/** `{"token": {"id": ...}}`, as the identity service has it. */
function maskTokens(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth > 3 || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const isToken = key === 'token' && typeof item === 'object' && item !== null && 'id' in item
      return [key, isToken ? { ...item, id: mask } : maskTokens(item, depth + 1)]
    }),
  )
}

function parsed(text: string): object | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined
  try {
    return JSON.parse(text) as object
  } catch {
    return undefined
  }
}

/** JSON that is cut short or otherwise not valid: strings under the names of secrets are masked to their end, or to that of the JSON. */
function maskFields(text: string): string {
  let result = ''
  let copied = 0
  for (const match of text.matchAll(secretFieldStart)) {
    if (match.index < copied) continue
    const start = match.index + match[0].length
    let end = start
    while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1
    result += text.slice(copied, start) + mask
    copied = Math.min(end, text.length)
  }
  return result + text.slice(copied)
}

/** Headers, for a log. */
export function redactHeaders(headers: Iterable<[string, string]>, secrets: Iterable<string>): Record<string, string> {
  return Object.fromEntries(
    [...headers].map(([name, value]) => {
      const isSecret = secretHeaders.has(name) || secretHeader.test(name)
      return [name, isSecret ? mask : safeUrl(value, secrets)]
    }),
  )
}
