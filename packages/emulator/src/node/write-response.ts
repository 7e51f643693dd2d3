import type { ServerResponse } from 'node:http'
import type { Call } from '../http/request.ts'
import { type HttpResponse, NO_BODY } from '../http/response.ts'

/** Writes a response to the socket, streams with back-pressure. */
export async function writeResponse(response: HttpResponse, call: Call, outgoing: ServerResponse): Promise<void> {
  if (outgoing.destroyed) return
  const { body } = response
  for (const [name, value] of response.headers) outgoing.setHeader(name, value)
  const whole =
    typeof body === 'string' ? Buffer.from(body) : body instanceof Uint8Array ? body : body === null ? EMPTY : null
  if (whole && !NO_BODY.has(response.status) && !outgoing.hasHeader('content-length'))
    outgoing.setHeader('Content-Length', whole.byteLength)
  outgoing.statusCode = response.status
  if (response.resetInHeaders) {
    outgoing.socket?.write('HTTP/1.1 ', () => resetConnection(outgoing))
    return
  }
  if (call.method === 'HEAD' || NO_BODY.has(response.status)) {
    outgoing.end()
    return
  }
  if (whole) {
    outgoing.end(whole)
    return
  }
  // Before the first piece: it may be long in coming.
  outgoing.flushHeaders()
  const flow = new Flow(outgoing)
  for await (const piece of body as AsyncIterable<Uint8Array>) {
    if (outgoing.destroyed) return
    if (!outgoing.write(piece)) await flow.ready()
  }
  outgoing.end()
}

/** Back-pressure: one pair of listeners for a whole response, however many pieces it has. */
class Flow {
  readonly #outgoing: ServerResponse
  #wake: (() => void) | undefined

  constructor(outgoing: ServerResponse) {
    this.#outgoing = outgoing
    const wake = () => this.#wake?.()
    outgoing.on('drain', wake)
    outgoing.on('close', wake)
  }

  /** Until more can be written, or the caller is gone. */
  ready(): Promise<void> {
    if (this.#outgoing.destroyed || !this.#outgoing.writableNeedDrain) return Promise.resolve()
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }
}

/** The response to a HEAD, and after it the end of a body that it has not: what servers send that take HEAD for GET. */
export function writeWithStrayChunk(response: HttpResponse, outgoing: ServerResponse): void {
  const { socket } = outgoing
  for (const [name, value] of response.headers)
    if (name.toLowerCase() !== 'content-length') outgoing.setHeader(name, value)
  outgoing.setHeader('Transfer-Encoding', 'chunked')
  outgoing.statusCode = response.status
  outgoing.end(() => socket?.end('0\r\n\r\n'))
}

/** Makes the caller see ECONNRESET. */
export function resetConnection(outgoing: ServerResponse): void {
  outgoing.socket?.resetAndDestroy()
}

const EMPTY = Buffer.alloc(0)
