import { InvalidArgumentError } from '../errors/client-errors.ts'
import { platform } from '../runtime/platform.ts'
import type { PreparedCall } from './prepared-call.ts'
import type { EncodedBody } from './request-body.ts'
import { version } from './version.ts'

/** The headers of one attempt: the call's, the token, and what the runtime does not set by itself. */
export function outgoingHeaders(
  call: PreparedCall,
  token: string | undefined,
  body: EncodedBody | undefined,
  userAgent: string | undefined,
): Headers {
  const headers = new Headers(call.headers)
  if (token !== undefined) headers.set('x-auth-token', token)
  if (!platform.setsAllHeaders) return headers
  // Nobody in between is to encode what is wanted as it is.
  if (!call.decode && !headers.has('accept-encoding')) headers.set('accept-encoding', 'identity')
  // Node's fetch states the length of what it is given whole by itself, also below a function that wraps it, and undici's own
  // dispatchers refuse it stated twice.
  if (platform.fetchStatesLength && body?.streamed !== true) headers.delete('content-length')
  else if (body?.length !== undefined) headers.set('content-length', String(body.length))
  else if (body === undefined && (call.method === 'POST' || call.method === 'PUT')) headers.set('content-length', '0')
  if (!headers.has('user-agent')) {
    const ours = `kamaki-js/${version}`
    setHeader(headers, 'user-agent', userAgent === undefined ? ours : `${userAgent} ${ours}`)
  }
  return headers
}

/** Sets a header, or says which one cannot be sent, without quoting its value. */
export function setHeader(headers: Headers, name: string, value: string): void {
  try {
    headers.set(name, value)
  } catch {
    throw new InvalidArgumentError(
      `The header ${JSON.stringify(name)} cannot be sent: names are plain ASCII words, values one line of Latin-1 (encodeHeaderValue encodes the rest)`,
      { parameter: 'headers' },
    )
  }
}
