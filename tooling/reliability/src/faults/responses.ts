import { gzipSync } from 'node:zlib'
import type { Fault, FaultGroup, Material, Meaning, Piece } from '../fault.ts'
import type { Operation } from '../operation.ts'
import { bytesOf, headOf, responding, type WireResponse } from '../wire.ts'
import { hasBody, padded } from './connections.ts'

const lost: Meaning = { ending: 'ConnectionError', transient: true, unknown: true }
const fine: Meaning = { ending: 'success' }
const unreadable: Meaning = { ending: 'ParseError', unknown: true }

/** A fault of how a response is sent. */
function sent(
  name: string,
  send: (real: WireResponse, material: Material) => readonly Piece[],
  means: Fault['means'],
): Fault {
  return { name, strike: { handled: true, send: (material) => send(material.real, material) }, means }
}

/** What is left when a body is not what was sent: JSON is read, raw bytes are verified, the others are of no interest. */
function changed({ response }: Operation): Meaning {
  if (response === 'json') return unreadable
  if (response === 'bytes') return { ending: 'TransferError', curable: 'wrong bytes' }
  return fine
}

function chunked(body: Buffer, end: string): Buffer {
  const size = Buffer.from(`${body.length.toString(16)}\r\n`)
  return Buffer.concat([size, body, Buffer.from(end)])
}

const inChunks = (real: WireResponse, end: string): Piece[] => {
  const whole = padded(real)
  return [headOf(whole, 'transfer-encoding: chunked'), chunked(whole.body, end)]
}

/** A response whose headers lie about its length. */
const stating = (real: WireResponse, length: number | string): Piece[] => {
  const whole = padded(real)
  return [headOf(whole, `content-length: ${length}`), whole.body]
}

const encoded = (real: WireResponse, encoding: string): Piece[] => {
  const whole = padded(real)
  return [bytesOf({ ...whole, headers: [...whole.headers, ['content-encoding', encoding]] })]
}

/** Of content, every block has come, and can be verified, before the end is found missing. */
const cut: Fault['means'] = ({ response }) => (response === 'bytes' ? fine : lost)

const withBody = (fault: Fault): Fault => ({ ...fault, concerns: hasBody })

export const framing: FaultGroup = {
  title: 'Responses that are not what their headers say',
  about:
    'What HTTP can notice is a broken connection. What it cannot is noticed where the content is read: JSON is parsed, content of objects is verified.',
  faults: [
    withBody({
      ...sent(
        'a Content-Length that is too large, then closed',
        (real) => stating(real, padded(real).body.length + 10),
        cut,
      ),
      strike: { handled: true, send: ({ real }) => stating(real, padded(real).body.length + 10), end: 'close' },
    }),
    withBody(
      sent('a Content-Length that is too small', (real) => stating(real, padded(real).body.length - 10), changed),
    ),
    withBody(sent('a Content-Length that is not a number', (real) => stating(real, 'many'), lost)),
    withBody(
      sent(
        'two different Content-Lengths',
        (real) => stating(real, `1\r\ncontent-length: ${padded(real).body.length}`),
        lost,
      ),
    ),
    withBody({
      name: 'chunks that end too early, then closed',
      strike: { handled: true, send: ({ real }) => inChunks(real, '\r\n'), end: 'close' },
      means: cut,
    }),
    withBody(sent('a chunk whose size is not a number', (real) => inChunks(real, '\r\nmany\r\n'), cut)),
    withBody(sent('chunks, with a trailer', (real) => inChunks(real, '\r\n0\r\nx-trailer: yes\r\n\r\n'), fine)),
    withBody(
      sent(
        'Content-Encoding: gzip, of what is not',
        (real) => encoded(real, 'gzip'),
        // The content of objects is taken as it was stored, whatever its writer claimed of it.
        ({ response }) => (response === 'bytes' ? fine : lost),
      ),
    ),
    withBody(sent('a Content-Encoding that nobody knows', (real) => encoded(real, 'x-zip'), fine)),
    {
      ...sent(
        'Content-Encoding: gzip, that breaks off',
        (real) => {
          const zipped = gzipSync(padded(real).body)
          const headers = [...real.headers, ['content-encoding', 'gzip']] as const
          return [bytesOf({ ...real, headers, body: zipped.subarray(0, zipped.length - 12) })]
        },
        // Fetch is content with what can be decoded.
        changed,
      ),
      concerns: ({ response }) => response === 'json' || response === 'ignored',
    },
    sent(
      'a second response that nobody asked for',
      (real) => [Buffer.concat([bytesOf(real), bytesOf(responding(500))])],
      fine,
    ),
    {
      name: 'HTTP/1.0, until the connection closes',
      strike: {
        handled: true,
        send: ({ real }) => [headOf(real, 'connection: close').replace('HTTP/1.1', 'HTTP/1.0'), real.body],
        end: 'close',
      },
      means: fine,
    },
  ],
}

const html = '<!DOCTYPE html><html><head><title>Log in</title></head><body><form></form></body></html>'
const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
const json = ({ response }: Operation): boolean => response === 'json'

const withContent = (name: string, body: string): Fault => ({
  ...sent(name, (real) => [bytesOf({ ...real, body: Buffer.from(body) })], unreadable),
  concerns: json,
})

export const content: FaultGroup = {
  title: 'Successful responses with the wrong content',
  about:
    'A complete response with a success status is not asked for again: what is not what the API sends is a ParseError. Blocks are verified, and sent or fetched again when they are wrong.',
  faults: [
    withContent('no JSON at all', ''),
    withContent('a web page for JSON', html),
    withContent('truncated JSON', '{"server": {"id": 1'),
    withContent('JSON 100,000 levels deep', deep),
    withContent('JSON of another shape', '{"other": null}'),
    withContent('null', 'null'),
    {
      ...sent('another block, or the hash of one', (real) => [bytesOf({ ...real, body: altered(real.body) })], {
        ending: 'IntegrityError',
        curable: 'wrong bytes',
      }),
      concerns: ({ cures }) => cures.includes('wrong bytes'),
    },
    {
      name: 'the login page of a network: 200 and HTML to everything',
      strike: { send: () => [bytesOf(responding(200, { 'content-type': 'text/html' }, html))] },
      means: ({ response, name }) => {
        if (response === 'bytes') return { ending: 'TransferError', curable: 'wrong bytes' }
        // Where the API responds with another status, it is the status that is wrong.
        return name === 'read' || name === 'poll' ? unreadable : { ending: 'ApiError', unknown: true }
      },
    },
  ],
}

/** Another byte, and still JSON, if it is. */
function altered(body: Buffer): Buffer {
  const copy = Buffer.from(body)
  copy[2] = copy[2] === 0x61 ? 0x62 : 0x61
  return copy
}
