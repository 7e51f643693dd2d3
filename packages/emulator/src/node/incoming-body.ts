import type { IncomingMessage } from 'node:http'
import type { BodySource } from '../http/bodies.ts'

/** A body straight from the socket: no Web stream, no copy but the one into a buffer of the announced size. */
export function incomingBody(incoming: IncomingMessage, headers: ReadonlyMap<string, string>): BodySource {
  return {
    comesAnyway: true,
    stream: () => incoming as AsyncIterable<Uint8Array>,
    bytes: () => collect(incoming, Number(headers.get('content-length') ?? Number.NaN)),
  }
}

/** No more is set aside on the word of a header; beyond it the buffer grows as bytes come. */
const TRUSTED = 64 * 1024 * 1024

function collect(incoming: IncomingMessage, announced: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    let buffer = Buffer.allocUnsafeSlow(
      Number.isInteger(announced) && announced >= 0 ? Math.min(announced, TRUSTED) : 0,
    )
    let length = 0
    incoming.on('data', (piece: Buffer) => {
      if (length + piece.length > buffer.length) {
        const bigger = Buffer.allocUnsafeSlow(Math.max(buffer.length * 2, length + piece.length, 4096))
        buffer.copy(bigger, 0, 0, length)
        buffer = bigger
      }
      piece.copy(buffer, length)
      length += piece.length
    })
    incoming.on('end', () => resolve(new Uint8Array(buffer.buffer, buffer.byteOffset, length)))
    incoming.on('error', reject)
    incoming.on('close', () => {
      if (!incoming.complete) reject(new Error('The caller went away before the body was complete.'))
    })
  })
}
