import { InvalidArgumentError } from '../errors/client-errors.ts'
import { platform } from '../runtime/platform.ts'
import type { PreparedCall } from './prepared-call.ts'
import type { EncodedBody } from './request-body.ts'
import { version } from './version.ts'

/** The headers of one attempt: the call's, the token, and those that the runtime does not set by itself. */
export function outgoingHeaders(
  call: PreparedCall,
  token: string | undefined,
  body: EncodedBody | undefined,
  userAgent: string | undefined,
): Headers {
  const headers = new Headers(call.headers)
  if (token !== undefined) headers.set('x-auth-token', token)
  if (!platform.setsAllHeaders) return headers
  // Keeps proxies from encoding a body that is wanted as it is.
  if (!call.decode && !headers.has('accept-encoding')) headers.set('accept-encoding', 'identity')
  // Node's fetch sets the length of a body that is not a stream, also inside a function that wraps it, and undici's own dispatchers
  // reject it if it is set twice.
  if (platform.fetchStatesLength && body?.streamed !== true) headers.delete('content-length')
  else if (body?.length !== undefined) headers.set('content-length', String(body.length))
  else if (body === undefined && (call.method === 'POST' || call.method === 'PUT')) headers.set('content-length', '0')
  if (!headers.has('user-agent')) {
    const ours = `kamaki-js/${version}`
    setHeader(headers, 'user-agent', userAgent === undefined ? ours : `${userAgent} ${ours}`)
  }
  return headers
}

/** Sets a header. @throws {InvalidArgumentError} that names an invalid one without quoting its value. */
export function setHeader(headers: Headers, name: string, value: string): void {
  try {
    headers.set(name, value)
  } catch {
    throw new InvalidArgumentError(
      `The header ${JSON.stringify(name)} cannot be sent: its name must be an ASCII token and its value one line of Latin-1. encodeHeaderValue() encodes other characters`,
      { parameter: 'headers' },
    )
  }
}
