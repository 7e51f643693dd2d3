import type { ByteSink } from './queued-body.ts'

/** A stream of Node, as far as it is needed. */
interface Transform {
  write(chunk: Uint8Array): boolean
  end(): void
  destroy(): void
  pause(): void
  resume(): void
  on(event: 'data', listener: (chunk: Uint8Array) => void): void
  on(event: 'error', listener: (error: Error) => void): void
  on(event: 'end' | 'drain', listener: () => void): void
}

/** The needed part of Node's module, which must not be imported here. */
interface Zlib {
  readonly constants: Readonly<Record<'Z_SYNC_FLUSH' | 'BROTLI_OPERATION_FLUSH', number>>
  createGunzip(options: object): Transform
  createInflate(options: object): Transform
  createInflateRaw(options: object): Transform
  createBrotliDecompress(options: object): Transform
}

/** Each takes memory of its own, and a few bytes can become a lot. As many as Node's fetch takes. */
const mostEncodings = 5

/**
 * Decodes what is pushed, as Node's fetch does (a body that ends too soon is taken as far as it came), and passes it on; undefined for an
 * encoding that it leaves alone.
 *
 * @throws {Error} for more encodings than anybody needs.
 */
export function decoderOf(encodings: string, body: ByteSink): ByteSink | undefined {
  const listed = encodings.toLowerCase().split(',')
  if (listed.length > mostEncodings)
    throw new Error(`too many content-encodings in response: ${listed.length}, maximum allowed is ${mostEncodings}`)
  const names = listed.map((name) => name.trim()).filter((name) => name !== '' && name !== 'identity')
  const zlib: Zlib = process.getBuiltinModule('zlib')
  const { onResume } = body
  let sink: ByteSink | undefined
  // The last one is the outermost.
  for (const name of names) {
    const create = creator(zlib, name)
    if (create === undefined) return undefined
    sink = new Decoder(create, sink ?? body, onResume)
  }
  return sink
}

function creator(zlib: Zlib, name: string): ((first: number) => Transform) | undefined {
  const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH } = zlib.constants
  const lenient = { flush: Z_SYNC_FLUSH, finishFlush: Z_SYNC_FLUSH }
  if (name === 'gzip' || name === 'x-gzip') return () => zlib.createGunzip(lenient)
  // Some servers leave the header of zlib out.
  if (name === 'deflate')
    return (first) => ((first & 0x0f) === 8 ? zlib.createInflate(lenient) : zlib.createInflateRaw(lenient))
  if (name === 'br')
    return () => zlib.createBrotliDecompress({ flush: BROTLI_OPERATION_FLUSH, finishFlush: BROTLI_OPERATION_FLUSH })
  return undefined
}

class Decoder implements ByteSink {
  onResume: () => void
  readonly #create: (first: number) => Transform
  readonly #target: ByteSink
  #transform: Transform | undefined

  constructor(create: (first: number) => Transform, target: ByteSink, onResume: () => void) {
    this.#create = create
    this.#target = target
    this.onResume = onResume
    target.onResume = () => this.#transform?.resume()
  }

  push(chunk: Uint8Array): boolean {
    this.#transform ??= this.#start(chunk[0] ?? 0)
    return this.#transform.write(chunk)
  }

  #start(first: number): Transform {
    const transform = this.#create(first)
    transform.on('data', (chunk: Uint8Array) => {
      if (!this.#target.push(chunk)) transform.pause()
    })
    transform.on('end', () => this.#target.end())
    transform.on('error', (error) => this.#target.fail(new TypeError('terminated', { cause: error })))
    transform.on('drain', () => this.onResume())
    return transform
  }

  end(): void {
    if (this.#transform === undefined) this.#target.end()
    else this.#transform.end()
  }

  fail(error: unknown): void {
    this.#transform?.destroy()
    this.#target.fail(error)
  }
}
