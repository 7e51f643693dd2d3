import { InvalidArgumentError } from '../errors/client-errors.ts'
import { platform } from '../runtime/platform.ts'
import type { Body } from './options.ts'
import { type StreamWatch, watchedStream } from './watched-stream.ts'

/** A body as fetch accepts it. */
export interface EncodedBody {
  readonly content: Uint8Array<ArrayBuffer> | Blob | ReadableStream<Uint8Array>
  readonly streamed: boolean
  readonly length: number | undefined
  /** Cancels a stream that is not sent to its end. */
  readonly stop?: (reason: unknown) => void
}

/** In bytes. Smaller buffers are sent as fast either way. */
const streamFrom = 64 * 1024

/**
 * Prepares a body for one attempt. On Node a large buffer is sent as a stream of one chunk with a Content-Length: the built-in fetch
 * copies a plain buffer and sends it in small pieces, at a third of the rate.
 */
export async function encodeBody(
  body: Body,
  contentLength: number | undefined,
  fastStreams: boolean,
  watch: StreamWatch,
): Promise<EncodedBody> {
  if (typeof body === 'string') return ofBytes(new TextEncoder().encode(body), fastStreams)
  if (body instanceof Uint8Array) return ofBytes(body as Uint8Array<ArrayBuffer>, fastStreams)
  if (body instanceof Blob) {
    if (!platform.streamsLargeBodies) return { content: body, streamed: false, length: body.size }
    const { stream, stop } = watchedStream(body.stream(), watch)
    return { content: stream, streamed: true, length: body.size, stop }
  }
  const stream = typeof body === 'function' ? body() : body
  if (!(stream instanceof ReadableStream)) {
    throw new InvalidArgumentError(
      'body must be a string, Uint8Array, Blob, ReadableStream, or a function that returns a ReadableStream',
      { parameter: 'body' },
    )
  }
  if (stream.locked) {
    throw new InvalidArgumentError(
      'body is a locked stream, which is being read already. Pass a function that opens a new one',
      { parameter: 'body' },
    )
  }
  const watched = watchedStream(stream, watch)
  const { stop } = watched
  if (platform.streamsRequestBodies) return { content: watched.stream, streamed: true, length: contentLength, stop }
  const blob = await new Response(watched.stream as ReadableStream<Uint8Array<ArrayBuffer>>).blob()
  return { content: blob, streamed: false, length: blob.size }
}

function ofBytes(bytes: Uint8Array<ArrayBuffer>, fastStreams: boolean): EncodedBody {
  const length = bytes.byteLength
  if (!fastStreams || length < streamFrom) return { content: bytes, streamed: false, length }
  const content = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes)
      controller.close()
    },
  })
  return { content, streamed: true, length }
}

/** Whether the body can be sent a second time. */
export function isRepeatable(body: Body | undefined): boolean {
  return !(body instanceof ReadableStream)
}
