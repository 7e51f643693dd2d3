import { ApiError } from '../errors/api-error.ts'
import type { TimeoutPhase } from '../errors/timeout-error.ts'
import { redact, safeUrl } from '../redact.ts'
import { version } from '../version.ts'
import type { AbortScope } from './abort-scope.ts'
import { encodeBody } from './body.ts'
import type { Call } from './call.ts'
import { setHeader } from './call.ts'
import { describeFailure } from './failure.ts'
import { sendByKy } from './ky.ts'
import { readBytes } from './read-body.ts'
import { refusalError } from './refusal.ts'
import { isBrowser } from './runtime.ts'

/** What an attempt needs from the client that makes it. */
export interface Wire {
  readonly fetch: typeof globalThis.fetch
  readonly fastStreams: boolean
  readonly userAgent: string | undefined
}

/** What an attempt tells while it runs. */
export interface Progress {
  phase: TimeoutPhase
}

const maxRedirects = 5
const maxFaultBytes = 64 * 1024

/** Sends a call once, following redirects on the same origin, and returns the reply if its status is one that the call expects. */
export async function attempt(
  wire: Wire,
  call: Call,
  token: string | undefined,
  extraHeaders: Readonly<Record<string, string>> | undefined,
  scope: AbortScope,
  progress: Progress,
  onHeaders: (response: Response) => void,
): Promise<Response> {
  const headers = outgoingHeaders(wire, call, token, extraHeaders)
  const secrets = token === undefined ? [] : [token]
  let url = call.url
  for (let redirects = 0; ; redirects += 1) {
    const response = await exchange(wire, call, url, headers, token, scope, secrets)
    onHeaders(response)
    progress.phase = 'body'
    if (call.expects(response.status)) return response
    const next = redirectTarget(response, url)
    if (next === undefined) throw await refusal(call, url, response, scope, secrets)
    await response.body?.cancel()
    checkRedirect(call, url, next, response.status, redirects)
    url = next
    progress.phase = 'headers'
  }
}

async function exchange(
  wire: Wire,
  call: Call,
  url: string,
  headers: Headers,
  token: string | undefined,
  scope: AbortScope,
  secrets: readonly string[],
): Promise<Response> {
  const body = await encodeBody(call.bodyFor(token ?? ''), call.contentLength, wire.fastStreams)
  if (!isBrowser) {
    if (body?.length !== undefined) headers.set('content-length', String(body.length))
    else if (body === undefined && (call.method === 'POST' || call.method === 'PUT')) headers.set('content-length', '0')
  }
  const sent = sendByKy(wire.fetch, { method: call.method, url, headers, body, signal: scope.signal })
  try {
    return await scope.race(sent)
  } catch (error) {
    if (scope.signal.aborted) {
      // A reply that comes after all must not hold its connection.
      sent.then((late) => late.body?.cancel()).catch(() => undefined)
      throw scope.signal.reason
    }
    throw describeFailure(error, { method: call.method, url: safeUrl(url), secrets })
  }
}

function outgoingHeaders(
  wire: Wire,
  call: Call,
  token: string | undefined,
  extra: Readonly<Record<string, string>> | undefined,
): Headers {
  const headers = new Headers(call.headers)
  for (const [name, value] of Object.entries(extra ?? {})) setHeader(headers, name, value)
  if (token !== undefined) headers.set('x-auth-token', token)
  if (!isBrowser && !headers.has('user-agent')) {
    const ours = `kamaki-js/${version}`
    headers.set('user-agent', wire.userAgent === undefined ? ours : `${wire.userAgent} ${ours}`)
  }
  return headers
}

/** Where a redirect leads to; undefined if the reply is none. */
function redirectTarget(response: Response, from: string): string | undefined {
  if (response.type === 'opaqueredirect') return ''
  if (![301, 302, 303, 307, 308].includes(response.status)) return undefined
  const location = response.headers.get('location')
  if (location === null) return undefined
  return URL.canParse(location, from) ? new URL(location, from).href : undefined
}

function checkRedirect(call: Call, from: string, to: string, status: number, redirects: number): void {
  const refuse = (why: string): never => {
    throw new ApiError(`${status} redirect: ${why} (${call.method} ${safeUrl(from)})`, {
      status,
      fault: 'redirect',
      details: safeUrl(to),
      method: call.method,
      url: safeUrl(from),
      requestId: undefined,
      retryAfterMs: undefined,
    })
  }
  if (to === '') refuse('the server redirects, and browsers do not say where. Use the URL that it leads to')
  if (new URL(to).origin !== new URL(from).origin) {
    refuse(`to ${new URL(to).origin}, where the token is not sent. If that is the right place, use its URL`)
  }
  if (call.method !== 'GET' && call.method !== 'HEAD')
    refuse(`to ${safeUrl(to)}; only GET and HEAD are sent on. Use that URL`)
  if (redirects >= maxRedirects) refuse(`more than ${maxRedirects} in a row`)
}

async function refusal(
  call: Call,
  url: string,
  response: Response,
  scope: AbortScope,
  secrets: readonly string[],
): Promise<ApiError> {
  const bytes = await readBytes(response.body, scope.signal, maxFaultBytes).catch(() => new Uint8Array(0))
  scope.throwIfAborted()
  return refusalError({
    status: response.status,
    headers: response.headers,
    body: redact(new TextDecoder().decode(bytes), secrets),
    method: call.method,
    url: safeUrl(url),
    secrets,
    unexpected: response.ok,
  })
}
