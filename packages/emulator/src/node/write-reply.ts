import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { Reply } from '../frame/reply.ts'
import type { Call } from '../frame/request.ts'

/** Statuses that have no body. */
const NO_BODY = new Set([204, 304])

/** Writes a reply to the socket, streams with back-pressure. */
export async function writeReply(reply: Reply, call: Call, outgoing: ServerResponse): Promise<void> {
  if (outgoing.destroyed) return
  const { body } = reply
  for (const [name, value] of reply.headers) outgoing.setHeader(name, value)
  const whole =
    typeof body === 'string' ? Buffer.from(body) : body instanceof Uint8Array ? body : body === null ? EMPTY : null
  if (whole && !NO_BODY.has(reply.status) && !outgoing.hasHeader('content-length'))
    outgoing.setHeader('Content-Length', whole.byteLength)
  outgoing.statusCode = reply.status
  if (call.method === 'HEAD' || NO_BODY.has(reply.status)) {
    outgoing.end()
    return
  }
  if (whole) {
    outgoing.end(whole)
    return
  }
  for await (const piece of body as AsyncIterable<Uint8Array>) {
    if (outgoing.destroyed) return
    if (!outgoing.write(piece)) await Promise.race([once(outgoing, 'drain'), once(outgoing, 'close')])
  }
  outgoing.end()
}

const EMPTY = Buffer.alloc(0)
