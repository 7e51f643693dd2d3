/** What stands in place of a secret. */
export const mask = '***'

const secretNames = 'x-auth-token|auth_token|token|access_token|refresh_token|client_secret|code|password'
const secretParameters = new RegExp(`((?:^|[?&])(?:${secretNames})=)[^&#]*`, 'gi')
const secretFields =
  /("(?:auth_token|access_token|refresh_token|client_secret|adminPass|password|secret|private_key|private)"\s*:\s*)"(?:[^"\\]|\\.){0,16384}"/gi
const tokenIds = /("token"\s*:\s*\{(?:[^{}]|\{[^{}]*\}){0,4096}?"id"\s*:\s*)"[^"]*"/gi
const secretHeaders: ReadonlySet<string> = new Set(['x-auth-token', 'authorization', 'cookie', 'set-cookie'])

/** `GET <identity>/tokens/{token}`, which checks a token of OAuth 2. */
const tokenPath = /(\/v\d[\d.]*\/tokens\/)[^/?#]+/

/** A URL with what it holds of secrets masked: values of query parameters, and a token in the path. */
export function safeUrl(url: string): string {
  return url.replace(secretParameters, `$1${mask}`).replace(tokenPath, `$1${mask}`)
}

/** Below this length a secret may be part of a common word: it is then masked only where it stands alone. */
const surelySecret = 8

/** Text with every occurrence of the given secrets masked. */
export function redact(text: string, secrets: Iterable<string>): string {
  let result = text
  for (const secret of secrets) {
    for (const form of new Set([secret, encodeURIComponent(secret)])) {
      if (form.length >= surelySecret) result = result.replaceAll(form, mask)
      else if (form !== '') result = result.replace(new RegExp(`(?<![\\w-])${escapeRegExp(form)}(?![\\w-])`, 'g'), mask)
    }
  }
  return result
}

/** The same for all texts in a value that came as JSON. */
export function redactValue(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return redact(value, secrets)
  if (Array.isArray(value)) return value.map((item) => redactValue(item, secrets))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [redact(key, secrets), redactValue(item, secrets)]),
  )
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}

/** The content of a message, for a log: without the given secrets, and without what looks like one (new tokens, passwords). */
export function redactContent(text: string, secrets: Iterable<string>): string {
  return redact(text, secrets)
    .replace(secretFields, `$1"${mask}"`)
    .replace(tokenIds, `$1"${mask}"`)
    .replace(secretParameters, `$1${mask}`)
}

/** Headers, for a log. */
export function redactHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].map(([name, value]) => [name, secretHeaders.has(name) ? mask : value]))
}
