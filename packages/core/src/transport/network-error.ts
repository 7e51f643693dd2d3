import { ConnectionError, TlsError } from '../errors/client-errors.ts'
import { platform } from '../runtime/platform.ts'
import { safeCause } from './safe-cause.ts'

interface Where {
  readonly method: string
  /** With secrets masked. */
  readonly url: string
  readonly secrets: readonly string[]
  /** Whether the answer had begun. */
  readonly inBody: boolean
  /** How the answer's body is encoded, if its headers tell. */
  readonly encoding?: string | null
}

/** The code of the error at the root of a failed fetch, and all texts on the way there. */
function dig(error: unknown): { code: string | undefined; text: string } {
  let code: string | undefined
  const texts: string[] = []
  let current: unknown = error
  for (let depth = 0; depth < 6 && typeof current === 'object' && current !== null; depth += 1) {
    const {
      code: found,
      message,
      cause,
      errors,
    } = current as {
      code?: unknown
      message?: unknown
      cause?: unknown
      errors?: unknown
    }
    if (typeof found === 'string') code = found
    if (typeof message === 'string' && message !== '') texts.push(message)
    current = cause ?? (Array.isArray(errors) ? errors[0] : undefined)
  }
  return { code, text: texts.join(': ') }
}

const passTheCa =
  "Get the CA certificate of the cloud and pass it (createNodeFetch({ caFile }) or patchWithCerts(file) of '@kamaki/core/node', " +
  'or the environment variable NODE_EXTRA_CA_CERTS)'

const certificateCures: readonly (readonly [RegExp, string])[] = [
  [
    /CERT_HAS_EXPIRED|certificate (?:has )?expired|Expired/,
    'its certificate has expired. The operator of the cloud has to renew it',
  ],
  [/CERT_NOT_YET_VALID|not yet valid|NotValidYet/, 'its certificate is not valid yet. Check the clock of this machine'],
  [
    /ALTNAME_INVALID|does not match certificate|NotValidForName/,
    'its certificate is for another name. Use a name that the certificate states in the URL',
  ],
  [
    /SELF_SIGNED|self.signed/,
    `its certificate is signed by itself or by an authority that is not known here. ${passTheCa}`,
  ],
  [
    /UNABLE_TO_(?:VERIFY|GET)|unable to (?:verify|get)|UnknownIssuer|UNTRUSTED/,
    `its certificate is signed by an authority that is not known here. ${passTheCa}`,
  ],
  [/CERT_REVOKED|revoked/, 'its certificate has been revoked'],
  [
    /CERTIFICATE_REQUIRED|certificate required/,
    'it wants a certificate of the client (createNodeFetch({ cert, key }))',
  ],
  [
    /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|wrong version number|corrupt message|HTTP_REQUEST/,
    'it does not speak TLS there. Use http:// in the URL, or the right port',
  ],
  [/\bCERT_|ERR_TLS_|ERR_SSL_|\bEPROTO\b|certificate|SSL routines/, 'no secure connection could be made'],
]

const connectionCures: readonly (readonly [RegExp, (host: string) => string])[] = [
  [
    /ENOTFOUND|ENODATA|dns error|failed to lookup|Unable to resolve/i,
    (host) => `the name ${host} is not known. Check the URL and the network`,
  ],
  [/bad port/i, (host) => `fetch connects to no service on this port of ${host}: it is one of those that browsers bar`],
  [/EAI_AGAIN/, (host) => `the name ${host} could not be looked up. Is there a network?`],
  [
    /ECONNREFUSED|ConnectionRefused|connection refused|FailedToOpenSocket/i,
    (host) => `${host} refuses the connection. Check host and port of the URL, and that the service is up`,
  ],
  [/ENETUNREACH|EHOSTUNREACH|ENETDOWN|EADDRNOTAVAIL/, (host) => `${host} cannot be reached. Is there a network?`],
  [
    /UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT|ETIMEDOUT/,
    (host) => `${host} did not answer in time. Check the URL, the network and any firewall`,
  ],
]

/** Makes of whatever fetch threw, or a body broke off with, an error that says what is wrong and what to do. */
export function networkError(error: unknown, where: Where): ConnectionError | TlsError {
  if (ConnectionError.isInstance(error) || TlsError.isInstance(error)) return error
  const { method, url, secrets } = where
  const { protocol, host } = new URL(url)
  const { code, text } = dig(error)
  const clue = `${code ?? ''} ${text}`
  const options = { cause: safeCause(error, secrets) }
  const cure = protocol === 'https:' ? certificateCures.find(([pattern]) => pattern.test(clue))?.[1] : undefined
  if (cure !== undefined) {
    const names = /altnames?: (.+)$/.exec(text)?.[1]
    const stated = names === undefined ? '' : `: ${names}`
    const message = `${host}: ${cure}${stated} (${code ?? 'TLS'}, ${method} ${url})`
    return new TlsError(message, { host, code, method, url }, options)
  }
  const what = explain(where, host, clue)
  return new ConnectionError(
    `${what} (${code ?? 'no further detail'}, ${method} ${url})`,
    { code, method, url },
    options,
  )
}

function explain({ url, inBody, encoding }: Where, host: string, clue: string): string {
  if (inBody) {
    const broke = `the answer of ${host} broke off before it was whole`
    return encoding
      ? `${broke}, or cannot be decoded: it says Content-Encoding: ${encoding}, which objects have from their writers, true or not`
      : broke
  }
  const { protocol, hostname } = new URL(url)
  if (protocol === 'http:' && /HPE_|Parse Error|Expected HTTP/.test(clue)) {
    return `${host} does not speak plain HTTP there. Use https:// in the URL, or the right port`
  }
  const cure = connectionCures.find(([pattern]) => pattern.test(clue))?.[1](hostname)
  if (cure !== undefined) return cure
  if (platform.hidesCauses) {
    return `the browser got no answer from ${host} that it may show: is there a network, and does the cloud allow this page (CORS)?`
  }
  const hint = protocol === 'http:' ? '. Does it want https://?' : ''
  return `the connection to ${host} failed or broke off before an answer came${hint}`
}
