/** What stands in place of a secret. */
const mask = '***'

const secretNames = 'x-auth-token|auth_token|token|access_token|refresh_token|client_secret|code|password'
const secretParameters = new RegExp(`((?:^|[?&;])(?:${secretNames})=)[^&#\\s"']*`, 'gi')
const secretHeaders: ReadonlySet<string> = new Set([
  'x-auth-token',
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
])
/** Names of other headers that hold secrets: `x-subject-token` of OpenStack, `x-api-key` of a gateway. */
const secretHeader = /(?:^|[-_])(?:token|api-?key|secret|password|credentials?)(?:$|[-_])/i

/** Fields of bodies that hold secrets, whatever stands in them: tokens, passwords, keys, what is put into a server. */
const secretFields =
  /^(?:auth_?token|access_?token|refresh_?token|client_?secret|admin_?pass(?:word)?|password|secret|secret_?key|private(?:_?key)?|user_?data|personality)$/i
/** The beginning of such a field with a string in it; also that of the id of a token. */
const secretFieldStart =
  /(?:"token"\s*:\s*\{[^{}]{0,500}?"id"|"(?:auth_token|access_token|refresh_token|client_secret|adminPass|password|secret|private_key|private|user_data|contents)")\s*:\s*"/gi

/** User and password in a URL. */
const credentials = /(\b[a-z][a-z0-9+.-]{0,30}:\/\/)[^/?#\s@"']{1,1024}@/gi

/** `GET <identity>/tokens/{token}`, which checks a token of OAuth 2. */
const tokenPath = /(\/v\d[\d.]{0,8}\/tokens\/)[^/?#\s"']+/g

/**
 * A URL, or prose with URLs in it, for a message: credentials, values of query parameters that hold secrets, a token in the path and the
 * given secrets are masked.
 */
export function safeUrl(url: string, secrets: Iterable<string> = []): string {
  return redact(url, secrets)
    .replace(credentials, `$1${mask}@`)
    .replace(secretParameters, `$1${mask}`)
    .replace(tokenPath, `$1${mask}`)
}

/** Below this length a secret may be part of a common word: it is then masked only where it stands alone. */
const surelySecret = 8

/** A string with every occurrence of the given secrets masked, percent-encoded ones too. */
export function redact(text: string, secrets: Iterable<string>): string {
  let result = text
  for (const secret of secrets) if (secret !== '') result = result.replace(formsOf(secret), mask)
  return result
}

/** A secret as it is, or with some of its characters percent-encoded, once or more: which ones, every program has its own idea of. */
function formsOf(secret: string): RegExp {
  const forms = Array.from(secret, (character) => {
    if (/[\w.-]/.test(character)) return escapeRegExp(character)
    const code = [...new TextEncoder().encode(character)].map((byte) => `%(?:25)*${byte.toString(16).padStart(2, '0')}`)
    return `(?:${escapeRegExp(character)}|${code.join('').replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)})`
  }).join('')
  return new RegExp(secret.length < surelySecret ? `(?<![\\w-])${forms}(?![\\w-])` : forms, 'g')
}

/** JSON that is nested more deeply than this is cut there. No API of a cloud comes near it. */
const deepest = 64

/** The same for all strings in a value that came as JSON. */
export function redactValue(value: unknown, secrets: Iterable<string>): unknown {
  return mapValue(
    value,
    (text) => redact(text, secrets),
    () => false,
    0,
  )
}

/** A value that came as JSON, mapped: its strings and keys by `onString`, and masked where `isSecret` says so. */
function mapValue(
  value: unknown,
  onString: (text: string) => string,
  isSecret: (key: string, item: unknown) => boolean,
  depth: number,
): unknown {
  if (typeof value === 'string') return onString(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= deepest) return '…'
  if (Array.isArray(value)) return value.map((item) => mapValue(item, onString, isSecret, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      onString(key),
      isSecret(key, item) ? mask : mapValue(item, onString, isSecret, depth + 1),
    ]),
  )
}

/** No password or key is longer, and no message repeats a longer string whole. */
const longestSecret = 4_096

/** The strings in a body that hold secrets, by the names of their fields; `contents` is that of a file in a personality. */
export function secretsIn(body: unknown, depth = 0): string[] {
  if (typeof body !== 'object' || body === null || depth >= deepest) return []
  if (Array.isArray(body) && typeof body[0] !== 'object') return []
  return Object.entries(body).flatMap(([key, item]) => {
    if (typeof item !== 'string') return secretsIn(item, depth + 1)
    const isSecret = key === 'contents' || secretFields.test(key)
    return isSecret && item.length <= longestSecret ? [item] : []
  })
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}

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
