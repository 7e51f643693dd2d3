import { platform } from '../runtime/platform.ts'
import { addHeaders, type OutgoingHeaders } from './headers.ts'
import type { ClientOptions } from './options.ts'
import type { PreparedCall } from './prepared-call.ts'
import type { EncodedBody } from './request-body.ts'
import { version } from './version.ts'

/** What all calls of a client have. */
export function clientHeaders({ headers: own, userAgent }: ClientOptions): Readonly<OutgoingHeaders> {
  const headers: OutgoingHeaders = {}
  addHeaders(headers, own)
  if (platform.setsAllHeaders && headers['user-agent'] === undefined) {
    const ours = `kamaki-js/${version}`
    headers['user-agent'] = userAgent === undefined ? ours : `${userAgent} ${ours}`
  }
  return headers
}

/** The headers of one attempt: the call's, the token, and those that the runtime does not set by itself. */
export function outgoingHeaders(
  call: PreparedCall,
  token: string | undefined,
  body: EncodedBody | undefined,
): OutgoingHeaders {
  const headers = { ...call.headers }
  if (token !== undefined) headers['x-auth-token'] = token
  if (!platform.setsAllHeaders) return headers
  // Keeps proxies from encoding a body that is wanted as it is.
  if (!call.decode) headers['accept-encoding'] ??= 'identity'
  // Node's fetch sets the length of a body that is not a stream, also inside a function that wraps it, and undici's own dispatchers
  // reject it if it is set twice.
  if (platform.fetchStatesLength && body?.streamed !== true) delete headers['content-length']
  else if (body?.length !== undefined) headers['content-length'] = String(body.length)
  else if (body === undefined && (call.method === 'POST' || call.method === 'PUT')) headers['content-length'] = '0'
  return headers
}
