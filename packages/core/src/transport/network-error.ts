import { ConnectionError, InvalidArgumentError, TlsError } from '../errors/client-errors.ts'
import { KamakiError } from '../errors/kamaki-error.ts'
import { redact } from '../observe/redact.ts'
import { platform } from '../runtime/platform.ts'
import { safeCause } from './safe-cause.ts'

interface Where {
  readonly method: string
  /** With secrets masked. */
  readonly url: string
  readonly secrets: Iterable<string>
  /** Whether the response had begun. */
  readonly inBody: boolean
  /** How the response body is encoded, if its headers say so. */
  readonly encoding?: string | null
}

/** What is found at the root of a failed fetch, and all messages on the way there. */
interface Clues {
  readonly code: string | undefined
  readonly text: string
  /** Where the connection was to go, where the system says so. */
  readonly remote: string | undefined
  readonly remotePort: number | undefined
  /** What came instead of HTTP. */
  readonly data: string | undefined
  /** Whether the other side closed the connection without a word. */
  readonly silent: boolean
}

function cluesOf(error: unknown): Clues {
  const found: { -readonly [K in keyof Clues]: Clues[K] } = {
    code: undefined,
    text: '',
    remote: undefined,
    remotePort: undefined,
    data: undefined,
    silent: false,
  }
  const texts: string[] = []
  let current: unknown = error
  for (let depth = 0; depth < 6 && typeof current === 'object' && current !== null; depth += 1) {
    const { code, message, cause, errors, hostname, address, port, data, socket } = current as Record<string, unknown>
    if (typeof code === 'string') found.code = code
    if (typeof message === 'string' && message !== '') texts.push(message)
    if (typeof hostname === 'string') found.remote = hostname
    if (typeof address === 'string') found.remote = address
    if (typeof port === 'number') found.remotePort = port
    if (typeof data === 'string') found.data = data
    if (typeof socket === 'object' && socket !== null) found.silent = Reflect.get(socket, 'bytesRead') === 0
    current = cause ?? (Array.isArray(errors) ? errors[0] : undefined)
  }
  found.text = texts.join(': ').slice(0, 2_000)
  return found
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
  [/SELF_SIGNED|self.signed/, `its certificate is self-signed, or signed by an unknown authority. ${passTheCa}`],
  [
    /UNABLE_TO_(?:VERIFY|GET)|unable to (?:verify|get)|UnknownIssuer|UNTRUSTED/,
    `its certificate is signed by an unknown authority. ${passTheCa}`,
  ],
  [/CERT_REVOKED|revoked/, 'its certificate has been revoked'],
  [/CERTIFICATE_REQUIRED|certificate required/, 'it requires a client certificate (createNodeFetch({ cert, key }))'],
  [
    /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|wrong version number|corrupt message|HTTP_REQUEST/,
    'it does not speak TLS there. Use http:// in the URL, or the right port',
  ],
  [/\bCERT_|ERR_TLS_|ERR_SSL_|\bEPROTO\b|certificate|SSL routines/, 'no secure connection could be made'],
]

/** What is wrong with a request that fetch does not even try to send. */
const unsendable =
  /bad port|cannot have body|\bduplex\b|disturbed or locked|body is unusable|Invalid URL|Failed to parse URL|invalid header|Headers\.append|ERR_INVALID_(?:URL|ARG)|Request constructor/i

/** How a fetch says that what it got is not HTTP. */
const unreadable = /HPE_|Parse Error|Expected HTTP|does not match the HTTP/

/** How a fetch says that the network failed, where it has no code. */
const failedFetch =
  /fetch failed|failed to fetch|load failed|network ?(?:error|connection|request)|error sending request|connection (?:closed|reset|refused|error|was closed)|client error|socket|terminated|other side closed|unable to connect|broken pipe|premature|unexpected (?:end|eof)|incomplete|timed? ?out/i

interface Explanation {
  readonly what: string
  /** Whether the same request may well succeed a little later. */
  readonly transient: boolean
}

const later = (what: string): Explanation => ({ what, transient: true })
const never = (what: string): Explanation => ({ what, transient: false })

const connectionCures: readonly (readonly [RegExp, (host: string) => Explanation])[] = [
  // A name that is unknown will be unknown a second later: most likely it is misspelt.
  [
    /ENOTFOUND|ENODATA|dns error|failed to lookup|Unable to resolve/i,
    (host) => never(`the name ${host} is unknown. Check the URL and the network`),
  ],
  [/EAI_AGAIN/, (host) => later(`the name ${host} could not be looked up. Is there a network?`)],
  [
    /ECONNREFUSED|ConnectionRefused|connection refused|FailedToOpenSocket/i,
    (host) => later(`${host} refuses the connection. Check host and port of the URL, and that the service is up`),
  ],
  [
    /ENETUNREACH|EHOSTUNREACH|ENETDOWN|EADDRNOTAVAIL/,
    (host) => later(`${host} cannot be reached. Is there a network?`),
  ],
  [
    /UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT|ETIMEDOUT/,
    (host) => later(`${host} did not respond in time. Check the URL, the network and any firewall`),
  ],
]

/**
 * Turns whatever fetch threw, or a body broke off with, into an error that says what is wrong and what to do. What a fetch of the
 * caller's own throws that has nothing to do with a network is returned as it is.
 */
export function networkError(error: unknown, where: Where): unknown {
  if (KamakiError.isInstance(error)) return error
  const { method, url, secrets, inBody } = where
  const { protocol, host } = new URL(url)
  const clues = cluesOf(error)
  const { code, text } = clues
  const clue = `${code ?? ''} ${text}`
  const options = { cause: safeCause(error, secrets) }
  if (!inBody && !unreadable.test(clue) && unsendable.test(clue)) {
    const isPort = /bad port/i.test(clue)
    const why = isPort
      ? `fetch blocks this port of ${host} (see the port blocking of the Fetch standard). Use another port`
      : `fetch cannot send this request: ${redact(text, secrets)}`
    return new InvalidArgumentError(
      `${why} (${method} ${url})`,
      { parameter: isPort ? 'endpointUrl' : 'body' },
      options,
    )
  }
  if (!inBody && code === undefined && !failedFetch.test(clue)) return error
  const cure = protocol === 'https:' ? certificateCures.find(([pattern]) => pattern.test(clue))?.[1] : undefined
  if (cure !== undefined && !/Proxy response/.test(text)) {
    const names = /altnames?: (.+)$/.exec(text)?.[1]
    const stated = names === undefined ? '' : `: ${names}`
    const message = `${host}: ${cure}${stated} (${code ?? 'TLS'}, ${method} ${url})`
    return new TlsError(message, { host, code, method, url }, options)
  }
  const { what, transient } = explain(where, clues, clue)
  const message = `${what} (${code ?? 'no further detail'}, ${method} ${url})`
  return new ConnectionError(message, { code, method, url, transient }, options)
}

function explain({ url, inBody, encoding }: Where, clues: Clues, clue: string): Explanation {
  const { protocol, host, hostname } = new URL(url)
  if (/HEADERS_OVERFLOW|HEADER_OVERFLOW|Headers Overflow/i.test(clue)) {
    return never(
      `the response headers of ${host} are larger than this process reads (16 KiB by default). Start Node with --max-http-header-size=1048576, or pass ` +
        "{ fetch: createNodeFetch() } of '@kamaki/core/node', which reads up to 1 MiB",
    )
  }
  const proxied = proxyTrouble(clues, new URL(url))
  if (proxied !== undefined) return proxied
  if (inBody) {
    const broke = `the response from ${host} ended prematurely`
    return later(
      encoding
        ? `${broke}, or cannot be decoded: it states Content-Encoding: ${encoding}, which objects have from their writers, true or not`
        : broke,
    )
  }
  if (unreadable.test(clue)) {
    // The alert with which a TLS server turns plain HTTP away.
    return protocol === 'http:' && clues.data?.startsWith('\u0015\u0003')
      ? never(`${host} expects TLS on this port. Use https:// in the URL`)
      : later(`what ${host} sent is not HTTP. Is something else listening on this port?`)
  }
  const cure = connectionCures.find(([pattern]) => pattern.test(clue))?.[1](hostname)
  if (cure !== undefined) return cure
  if (platform.hidesCauses) {
    return later(
      `the browser got no response from ${host} that it may show: is there a network, and does the cloud allow this page (CORS)?`,
    )
  }
  const hint = protocol === 'http:' && clues.silent ? '. Does this port expect https://?' : ''
  return later(`the connection to ${host} failed or closed before a response came${hint}`)
}

/** What went wrong between us and a proxy, if that is where it went wrong. */
function proxyTrouble({ code, text, remote, remotePort }: Clues, url: URL): Explanation | undefined {
  const status = /Proxy response \((\d+)\)/.exec(text)?.[1]
  if (status === '407')
    return never('the proxy requires a user name and password. Put them into its URL: http://user:password@host:port')
  if (status !== undefined)
    return later(`the proxy responded with ${status} when it was asked for a connection to ${url.host}`)
  const ownPort = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port)
  const elsewhere =
    (code === 'ECONNREFUSED' && remotePort !== undefined && remotePort !== ownPort) ||
    (code === 'ENOTFOUND' && remote !== undefined && remote.toLowerCase() !== url.hostname.toLowerCase())
  if (!elsewhere) return undefined
  const at = remotePort === undefined ? remote : `${remote ?? '?'}:${remotePort}`
  return code === 'ENOTFOUND'
    ? never(`the name ${at} of the proxy is unknown. Check the proxy option or HTTP_PROXY and HTTPS_PROXY`)
    : later(`the proxy at ${at} refuses the connection. Check the proxy option or HTTP_PROXY and HTTPS_PROXY`)
}
