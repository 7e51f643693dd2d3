import type { Call } from '../http/request.ts'
import { HttpResponse } from '../http/response.ts'

/** The response to a browser that asks whether it may; undefined for any other call. */
export function preflight(call: Call): HttpResponse | undefined {
  const method = call.header('access-control-request-method')
  if (call.method !== 'OPTIONS' || method === undefined || call.header('origin') === undefined) return undefined
  const response = new HttpResponse(204, null, {
    'Access-Control-Allow-Methods': method,
    'Access-Control-Allow-Headers': call.header('access-control-request-headers') ?? '*',
    'Access-Control-Max-Age': '600',
  })
  response.bare = true
  return allow(call, response)
}

/** Lets the page that called read the response and all its headers. */
export function allow(call: Call, response: HttpResponse): HttpResponse {
  const origin = call.header('origin')
  if (origin === undefined) return response
  const names = [...response.headers.keys()]
  response.set('Access-Control-Allow-Origin', origin)
  response.set('Access-Control-Expose-Headers', [...names, 'Date', 'Content-Length'].join(', '))
  const vary = response.headers.get('Vary')
  response.set('Vary', vary === undefined ? 'Origin' : `${vary}, Origin`)
  return response
}

/** What a browser may be about to show: it says so of each request. */
const SHOWN = new Set(['document', 'iframe', 'frame', 'embed', 'object'])

/**
 * An object that a browser shows may be a page with scripts, and shares its origin with the control API and the emulator's own page.
 * It gets an origin of its own, so that it can use neither; programs, which are asked nothing of the kind, see no difference.
 */
export function confine(call: Call, response: HttpResponse): HttpResponse {
  if (call.rawPath.startsWith('/pithos') && SHOWN.has(call.header('sec-fetch-dest') ?? ''))
    response.set('Content-Security-Policy', 'sandbox allow-scripts allow-forms allow-popups allow-downloads')
  return response
}
