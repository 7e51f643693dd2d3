import { type Body, TransferError } from '@kamaki/core'
import { formatValue, rejectArgument } from '@kamaki/core/toolkit'
import { isWellFormed } from './percent-encoding.ts'

const tagOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1)

/**
 * The bytes of an array buffer or a view of one, also of another realm (a frame, a `vm` context); undefined for anything else.
 *
 * @throws {InvalidArgumentError} for memory that was transferred to somebody else.
 */
export function bytesOf(value: unknown, parameter: string): Uint8Array | undefined {
  const tag = tagOf(value)
  if (!ArrayBuffer.isView(value) && tag !== 'ArrayBuffer' && tag !== 'SharedArrayBuffer') return undefined
  try {
    if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    return new Uint8Array(value as ArrayBufferLike)
  } catch {
    const cure = 'Pass it before that, or pass a copy to the other side: bytes.slice()'
    return rejectArgument(
      parameter,
      `is memory that was transferred, by postMessage say, and has no bytes left. ${cure}`,
    )
  }
}

/** Whether fetch can send the memory as it is: it is not shared with other threads, has a fixed length, and is of this realm. */
function isPlain(bytes: Uint8Array): bytes is Uint8Array<ArrayBuffer> {
  const { buffer } = bytes as { buffer: ArrayBufferLike & { readonly resizable?: boolean } }
  return buffer instanceof ArrayBuffer && buffer.resizable !== true
}

/** Bytes that fetch can send: others are copied. */
export function requireBytes(value: Uint8Array, parameter: string): Uint8Array<ArrayBuffer> {
  const bytes =
    bytesOf(value, parameter) ?? rejectArgument(parameter, `must be bytes (Uint8Array); got ${formatValue(value)}`)
  return isPlain(bytes) ? bytes : new Uint8Array(bytes)
}

/** A Blob or File, also of another realm. */
export function isBlob(value: unknown): value is Blob {
  if (value instanceof Blob) return true
  const tag = tagOf(value)
  return (tag === 'Blob' || tag === 'File') && typeof Reflect.get(value as object, 'arrayBuffer') === 'function'
}

/** The error for a Blob that could not be read. */
export function unreadable(cause: unknown): TransferError {
  const why = 'the file behind it was changed or deleted since it was opened. Open it anew'
  return new TransferError(`The Blob cannot be read: ${why}`, {}, { cause })
}

/** A string as content. @throws {InvalidArgumentError} for one that UTF-8 cannot hold: another would be stored. */
export function wellFormed(text: string, parameter: string): string {
  if (isWellFormed(text)) return text
  return rejectArgument(
    parameter,
    'contains an unpaired surrogate, which UTF-8 cannot hold. Was the string cut within a character?',
  )
}

/**
 * A web stream that nobody has read from. One that somebody has would go as what is left of it: mostly nothing.
 *
 * @throws {InvalidArgumentError} for any other.
 */
export function requireUnread<T extends ReadableStream<Uint8Array>>(stream: T, parameter: string): T {
  if (stream.locked) rejectArgument(parameter, 'is a locked stream, which is being read already. Open it anew')
  try {
    // Of all that a stream may be passed to, this alone looks whether it was read, in every runtime. It reads nothing.
    void new Response(stream as unknown as ReadableStream<Uint8Array<ArrayBuffer>>).bodyUsed
  } catch {
    // Streams of other libraries are not known to it: they are taken as they are.
    if (stream instanceof ReadableStream) {
      rejectArgument(
        parameter,
        'is a stream that was read before. Open it anew, or to send only the rest pass stream.pipeThrough(new TransformStream())',
      )
    }
  }
  return stream
}

const isWebStream = (value: unknown): value is ReadableStream<Uint8Array> =>
  typeof value === 'object' && value !== null && typeof Reflect.get(value, 'getReader') === 'function'

/** What is sent in one request as it is: a stream that is still to be read, memory that can be sent. */
export async function requireBody(body: Body, parameter: string): Promise<Body> {
  if (typeof body === 'function') return () => requireUnread(requireStream(body(), parameter), parameter)
  if (typeof body === 'string') return wellFormed(body, parameter)
  if (body instanceof Blob) return body
  if (isBlob(body)) return requireBytes(new Uint8Array(await (body as Blob).arrayBuffer()), parameter)
  const bytes = bytesOf(body, parameter)
  return bytes === undefined ? requireUnread(requireStream(body, parameter), parameter) : requireBytes(bytes, parameter)
}

function requireStream(value: unknown, parameter: string): ReadableStream<Uint8Array> {
  if (isWebStream(value)) return value
  const what = 'must be a string, bytes, a Blob, a ReadableStream or a function that opens one'
  return rejectArgument(parameter, `${what}; got ${formatValue(value)}. For other streams there is upload()`)
}
