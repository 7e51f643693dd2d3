/** What is found at the root of a failed fetch, and all messages on the way there. */
export interface Clues {
  readonly code: string | undefined
  readonly text: string
  /** The error and its causes. */
  readonly chain: readonly Readonly<Record<string, unknown>>[]
}

/** What is wrong, and what to do. */
export interface Explanation {
  readonly what: string
  /** Whether the same request may well succeed a little later. */
  readonly transient: boolean
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

/** What is wrong with the certificates of a connection, if that is what failed. */
export function certificateTrouble({ text }: Clues, clue: string): string | undefined {
  const cure = certificateCures.find(([pattern]) => pattern.test(clue))?.[1]
  if (cure === undefined || /Proxy response/.test(text)) return undefined
  const names = /altnames?: (.+)$/.exec(text)?.[1]
  return names === undefined ? cure : `${cure}: ${names}`
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

/** Why there is no response, where the runtime says so: browsers do not. */
export function connectionTrouble(url: URL, clues: Clues, clue: string, unreadable: boolean): Explanation | undefined {
  const { protocol, host, hostname } = url
  if (/HEADERS_OVERFLOW|HEADER_OVERFLOW|Headers Overflow/i.test(clue)) {
    return never(
      `the response headers of ${host} are larger than this process reads (16 KiB by default). Start Node with --max-http-header-size=1048576, or pass ` +
        "{ fetch: createNodeFetch() } of '@kamaki/core/node', which reads up to 1 MiB",
    )
  }
  const proxied = proxyTrouble(clues, url)
  if (proxied !== undefined) return proxied
  if (unreadable) {
    // The alert with which a TLS server turns plain HTTP away.
    return protocol === 'http:' && stringIn(clues, 'data')?.startsWith('\u0015\u0003')
      ? never(`${host} expects TLS on this port. Use https:// in the URL`)
      : later(`what ${host} sent is not HTTP. Is something else listening on this port?`)
  }
  const explanation = connectionCures.find(([pattern]) => pattern.test(clue))?.[1](hostname)
  if (explanation !== undefined || protocol !== 'http:' || !isSilent(clues)) return explanation
  return later(`the connection to ${host} closed before a response came. Does this port expect https://?`)
}

function stringIn({ chain }: Clues, key: string): string | undefined {
  return chain.map((link) => link[key]).findLast((value) => typeof value === 'string')
}

/** Whether the other side closed the connection without a word. */
function isSilent({ chain }: Clues): boolean {
  const socket = chain.map((link) => link['socket']).findLast((value) => typeof value === 'object' && value !== null)
  return socket !== undefined && Reflect.get(socket as object, 'bytesRead') === 0
}

/** What went wrong between us and a proxy, if that is where it went wrong. */
function proxyTrouble(clues: Clues, url: URL): Explanation | undefined {
  const { code, text, chain } = clues
  // Where the connection was to go, where the system says so.
  const remote = stringIn(clues, 'address') ?? stringIn(clues, 'hostname')
  const remotePort = chain.map(({ port }) => port).findLast((port) => typeof port === 'number')
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
