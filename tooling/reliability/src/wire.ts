/** A request as it arrived. */
export interface WireRequest {
  readonly method: string
  /** As sent: path and query. */
  readonly target: string
  readonly headers: ReadonlyMap<string, string>
  readonly body: Buffer
}

/** A response before it becomes bytes. */
export interface WireResponse {
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  readonly body: Buffer
}

/** A response of our own. It states the length of its body. */
export function responding(
  status: number,
  headers: Readonly<Record<string, string>> = {},
  body: string | Buffer = '',
): WireResponse {
  return { status, headers: Object.entries(headers), body: Buffer.from(body) }
}

/** The status line and headers of a response, with the empty line after them: `framing`, or the length of its body, among them. */
export function headOf({ status, headers, body }: WireResponse, framing?: string): string {
  const isStated = status === 204 || status === 304 || headers.some(([name]) => name === 'content-length')
  const length = framing ?? (isStated ? '' : `content-length: ${body.length}`)
  const lines = [`HTTP/1.1 ${status} Status`, ...headers.map(([name, value]) => `${name}: ${value}`), length]
  return `${lines.filter((line) => line !== '').join('\r\n')}\r\n\r\n`
}

/** All of a response, as one piece. */
export function bytesOf(response: WireResponse): Buffer {
  return Buffer.concat([Buffer.from(headOf(response), 'latin1'), response.body])
}

/** Headers of the connection between two neighbours, which are not passed on. */
const hopByHop = /^(?:connection|expect|host|keep-alive|transfer-encoding|date)$/

export function endToEnd(headers: Iterable<readonly [string, string]>): [string, string][] {
  return [...headers].filter(([name]) => !hopByHop.test(name)).map(([name, value]) => [name, value])
}

/** Reads requests from the bytes of a connection, one after the other. */
export class RequestReader {
  readonly #chunks: AsyncIterator<Buffer>
  #rest: Buffer = Buffer.alloc(0)

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]()
  }

  /** The next request without its body; undefined when the client has closed the connection. */
  async head(): Promise<WireRequest | undefined> {
    let end = -1
    while (end === -1) {
      end = this.#rest.indexOf('\r\n\r\n')
      if (end === -1 && !(await this.#more())) return undefined
    }
    const [first = '', ...lines] = this.#rest.subarray(0, end).toString('latin1').split('\r\n')
    this.#rest = this.#rest.subarray(end + 4)
    const [method = '', target = ''] = first.split(' ')
    const headers = new Map(lines.map((line) => fieldOf(line)))
    return { method, target, headers, body: Buffer.alloc(0) }
  }

  /** The body of a request, or what comes of it before `most` bytes are exceeded. */
  async body({ headers }: WireRequest, most: number = Number.POSITIVE_INFINITY): Promise<Buffer> {
    if (headers.get('transfer-encoding') === 'chunked') return this.#chunked()
    const length = Math.min(Number(headers.get('content-length') ?? 0), most)
    return this.#take(length)
  }

  async #chunked(): Promise<Buffer> {
    const parts: Buffer[] = []
    for (;;) {
      let end = -1
      while (end === -1) {
        end = this.#rest.indexOf('\r\n')
        if (end === -1 && !(await this.#more())) return Buffer.concat(parts)
      }
      const length = Number.parseInt(this.#rest.subarray(0, end).toString('latin1'), 16)
      this.#rest = this.#rest.subarray(end + 2)
      parts.push(await this.#take(length))
      await this.#take(2)
      if (length === 0) return Buffer.concat(parts)
    }
  }

  async #take(length: number): Promise<Buffer> {
    const parts: Buffer[] = []
    let missing = length
    while (missing > 0 && (this.#rest.length > 0 || (await this.#more()))) {
      const part = this.#rest.subarray(0, missing)
      parts.push(part)
      missing -= part.length
      this.#rest = this.#rest.subarray(part.length)
    }
    return Buffer.concat(parts)
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#chunks.next()
    if (done === true) return false
    this.#rest = this.#rest.length === 0 ? value : Buffer.concat([this.#rest, value])
    return true
  }
}

function fieldOf(line: string): [string, string] {
  const colon = line.indexOf(':')
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
}
