import { onAbort } from '../base/abort.ts'
import { type BodySource, bytesBody, iterableBody, type PieceReader, readerPieces } from '../http/bodies.ts'
import { Call } from '../http/request.ts'
import { type HttpResponse, NO_BODY } from '../http/response.ts'

const encoder = new TextEncoder()

/** What calls were made of, by their signals: Node's requests hear of an abort only as long as they are themselves reachable. */
const sources = new WeakMap<AbortSignal, readonly unknown[]>()
/** Signals of calls that somebody waits for, perhaps with nothing but a promise, which the collector of garbage does not count. */
const awaited = new Set<AbortSignal>()

/** Waits for something of a call, for as long as its caller does not abort it. @throws the reason of the signal */
export async function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  awaited.add(signal)
  let stop = () => {}
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = onAbort(signal, () => reject(signal.reason))
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    awaited.delete(signal)
    stop()
  }
}

/** Makes a call of what was given to `fetch`, as it would have come over a socket. */
export async function callOfFetch(
  input: string | URL | Request,
  init: RequestInit | undefined,
  base: string,
): Promise<Call> {
  const request = new Request(
    typeof input === 'string' ? new URL(input, base) : input,
    // Node and browsers want it said that a stream is sent before the response is read.
    init?.body instanceof ReadableStream ? ({ duplex: 'half', ...init } as RequestInit) : init,
  )
  request.signal.throwIfAborted()
  const headers = new Map<string, string>()
  request.headers.forEach((value, name) => {
    headers.set(name, value)
  })
  const url = new URL(request.url)
  if (!headers.has('host')) headers.set('host', url.host)
  const gone = new AbortController()
  // AbortSignal.any would keep all signals until the event loop turns, which it need not do from one request to the next.
  onAbort(request.signal, () => gone.abort(request.signal.reason))
  sources.set(gone.signal, [request, input])
  const body = await untilAborted(gone.signal, bodyOf(request, headers, gone))
  return new Call({
    method: request.method,
    target: url.pathname + url.search,
    headers,
    origin: url.origin,
    body,
    signal: gone.signal,
  })
}

/**
 * A Request does not tell whether its body has a length, but a body that has one comes in one piece (or says its
 * length in a header): anything else is taken for a stream, which a socket would carry in chunks.
 */
async function bodyOf(request: Request, headers: Map<string, string>, broken: AbortController): Promise<BodySource> {
  if (!request.body) {
    if (!headers.has('content-length') && ['POST', 'PUT'].includes(request.method)) headers.set('content-length', '0')
    return bytesBody(new Uint8Array(0))
  }
  const reader = watchedReader(request.body.getReader(), broken)
  if (headers.has('content-length')) return iterableBody(readerPieces(reader))
  const first = await reader.read()
  const second = first.done ? first : await reader.read()
  if (first.done || second.done) {
    const bytes = first.done ? new Uint8Array(0) : first.value
    headers.set('content-length', String(bytes.byteLength))
    return bytesBody(bytes)
  }
  headers.set('transfer-encoding', 'chunked')
  return iterableBody(
    (async function* () {
      yield first.value
      yield second.value
      yield* readerPieces(reader)
    })(),
  )
}

/** A source that fails ends the request: `fetch` rejects as Node's does, with the source's error as its cause. */
function watchedReader(reader: PieceReader, broken: AbortController): PieceReader {
  return {
    read: async () => {
      try {
        return await reader.read()
      } catch (error) {
        broken.abort(new TypeError('fetch failed', { cause: error }))
        throw broken.signal.reason
      }
    },
    cancel: (reason) => reader.cancel(reason),
  }
}

/** The web `Response` of a response. */
export function webResponse(response: HttpResponse, call: Call): Response {
  const headers = new Headers()
  for (const [name, value] of response.headers) headers.append(name, value)
  const { body, status } = response
  if (!headers.has('date')) headers.set('date', new Date().toUTCString())
  const none = call.method === 'HEAD' || NO_BODY.has(status)
  if (body === null || typeof body === 'string' || body instanceof Uint8Array) {
    const bytes = typeof body === 'string' ? encoder.encode(body) : (body ?? new Uint8Array(0))
    if (!headers.has('content-length') && !NO_BODY.has(status)) headers.set('content-length', String(bytes.byteLength))
    return new Response(none ? null : (bytes as Uint8Array<ArrayBuffer>), { status, headers })
  }
  return new Response(none ? null : streamOf(body, call.signal), { status, headers })
}

/** What `fetch` rejects with when a connection fails. */
export function connectionError(cause: unknown): TypeError {
  const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', cause })
  return new TypeError('fetch failed', { cause: reset })
}

function streamOf(pieces: AsyncIterable<Uint8Array>, signal: AbortSignal): ReadableStream<Uint8Array<ArrayBuffer>> {
  const iterator = pieces[Symbol.asyncIterator]()
  let stop = () => {}
  return new ReadableStream(
    {
      start(controller) {
        stop = onAbort(signal, () => {
          controller.error(signal.reason)
          iterator.return?.().catch(() => {})
        })
      },
      async pull(controller) {
        try {
          const { done, value } = await untilAborted(signal, iterator.next())
          if (signal.aborted) return
          if (done) {
            stop()
            controller.close()
          } else controller.enqueue(value as Uint8Array<ArrayBuffer>)
        } catch (error) {
          // A connection that breaks off: undici's word for it.
          controller.error(new TypeError('terminated', { cause: error }))
        }
      },
      async cancel() {
        stop()
        await iterator.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}
