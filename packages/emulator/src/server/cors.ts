import type { Call } from '../http/request.ts'
import { Reply } from '../http/response.ts'

/** The answer to a browser that asks whether it may; undefined for any other call. */
export function preflight(call: Call): Reply | undefined {
  const method = call.header('access-control-request-method')
  if (call.method !== 'OPTIONS' || method === undefined || call.header('origin') === undefined) return undefined
  const reply = new Reply(204, null, {
    'Access-Control-Allow-Methods': method,
    'Access-Control-Allow-Headers': call.header('access-control-request-headers') ?? '*',
    'Access-Control-Max-Age': '600',
  })
  reply.bare = true
  return allow(call, reply)
}

/** Lets the page that called read the answer and all its headers. */
export function allow(call: Call, reply: Reply): Reply {
  const origin = call.header('origin')
  if (origin === undefined) return reply
  const names = [...reply.headers.keys()]
  reply.set('Access-Control-Allow-Origin', origin)
  reply.set('Access-Control-Expose-Headers', [...names, 'Date', 'Content-Length'].join(', '))
  const vary = reply.headers.get('Vary')
  reply.set('Vary', vary === undefined ? 'Origin' : `${vary}, Origin`)
  return reply
}
