import { safeUrl } from '../observe/redact.ts'
import { withEncoding } from '../runtime/raw-content-encoding.ts'
import { networkError } from '../transport/network-error.ts'
import type { CallOptions, ClientOptions, TokenSource } from '../transport/options.ts'
import { readBytes } from '../transport/read-bytes.ts'
import { openBody } from '../transport/response-stream.ts'
import { type Reply, Transport } from '../transport/transport.ts'
import type { Path } from './path.ts'
import { type ApiResponse, HttpResponse, parseContent } from './response.ts'

/** A reply whose whole body has been read. */
export interface BytesResponse extends ApiResponse {
  readonly bytes: Uint8Array<ArrayBuffer>
}

/**
 * Calls to one endpoint with one token. A client hands its `Http` to its resource classes; all that is made of it by {@link Http.at}
 * shares token, policy and limits.
 *
 * Every method rejects with an `ApiError` for a status that is not expected, `ConnectionError`, `TlsError` or `TimeoutError` when no whole
 * reply came, `InvalidArgumentError` for what cannot be sent, and `signal.reason` when the caller aborts.
 */
export class Http {
  /** Without a trailing slash, version included. */
  readonly endpointUrl: string
  readonly #transport: Transport

  constructor(endpointUrl: string, token: TokenSource | Transport, options: ClientOptions = {}) {
    this.endpointUrl = endpointUrl
    this.#transport = token instanceof Transport ? token : new Transport(token, options)
  }

  /**
   * A call whose reply is JSON, whatever it is labelled as. The body is read within the call's limits and retries.
   *
   * @throws {ParseError} if the body is empty, or no JSON.
   */
  json<T>(method: string, path: Path | string, options: CallOptions = {}): Promise<T> {
    return this.#run(
      method,
      path,
      options,
      async (reply) => parseContent(decode(await readAll(reply)), fields(reply)) as T,
    )
  }

  /** The same where an empty body is fine: it gives undefined. */
  jsonOrEmpty<T>(method: string, path: Path | string, options: CallOptions = {}): Promise<T | undefined> {
    return this.#run(method, path, options, async (reply) => {
      const text = decode(await readAll(reply))
      return text.trim() === '' ? undefined : (parseContent(text, fields(reply)) as T)
    })
  }

  /** A call of whose reply only status and headers matter. */
  empty(method: string, path: Path | string, options: CallOptions = {}): Promise<ApiResponse> {
    return this.#run(method, path, options, async (reply) => {
      await readAll(reply)
      return new HttpResponse({ ...fields(reply), body: null })
    })
  }

  /** A call whose reply is read whole, within the call's limits and retries: a body that breaks off is asked for again. */
  bytes(method: string, path: Path | string, options: CallOptions = {}): Promise<BytesResponse> {
    return this.#run(method, path, options, async (reply) => {
      const bytes = await readAll(reply)
      return Object.assign(new HttpResponse({ ...fields(reply), body: streamOf(bytes) }), { bytes })
    })
  }

  /**
   * A call whose reply's body is left open. Read it or `cancel()` it: until then it holds a connection. The call's `timeoutMs` and
   * `signal` go on ruling it; its slot among the client's `concurrency` is given back with the headers.
   */
  send(method: string, path: Path | string, options: CallOptions = {}): Promise<ApiResponse> {
    return this.#run(
      method,
      path,
      options,
      async (reply) => new HttpResponse({ ...fields(reply), body: openBody(reply) }),
    )
  }

  /** The same token, policy and limits at another base URL of the same cloud. */
  at(endpointUrl: string): Http {
    return new Http(endpointUrl, this.#transport)
  }

  /** The token in use, for the few calls that carry it in their body (see also `CallOptions.json`). */
  token(): Promise<string> {
    return this.#transport.token()
  }

  #run<T>(method: string, path: string, options: CallOptions, consume: (reply: Reply) => Promise<T>): Promise<T> {
    return this.#transport.run(this.endpointUrl, method, path, options, consume)
  }
}

async function readAll({ response, scope, observer, call, secrets }: Reply): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const bytes = await readBytes(response.body, scope.signal)
    observer.content(bytes)
    return bytes
  } catch (error) {
    scope.throwIfAborted()
    const encoding = response.headers.get('content-encoding')
    throw networkError(error, { method: call.method, url: safeUrl(call.url), secrets, inBody: true, encoding })
  }
}

function fields({ response, call }: Reply): { status: number; headers: Headers; method: string; url: string } {
  const { status, url } = response
  const headers = withEncoding(response.headers)
  return { status, headers, method: call.method, url: url === '' ? call.url : url }
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}

/** Opened when it is read: most callers take the bytes. */
function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let left: Uint8Array | undefined = bytes.byteLength === 0 ? undefined : bytes
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (left !== undefined) controller.enqueue(left)
        left = undefined
        controller.close()
      },
    },
    { highWaterMark: 0 },
  )
}
