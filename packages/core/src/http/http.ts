import { TimeoutError } from '../errors/client-errors.ts'
import { safeUrl } from '../observe/redact.ts'
import { AbortScope } from '../runtime/abort-scope.ts'
import { withEncoding } from '../runtime/raw-content-encoding.ts'
import { networkError } from '../transport/network-error.ts'
import type { ClientOptions, RequestOptions, TokenSource } from '../transport/options.ts'
import { readBytes } from '../transport/read-bytes.ts'
import { responseStream } from '../transport/response-stream.ts'
import { type Reply, Transport } from '../transport/transport.ts'
import { requireMilliseconds } from '../validate/require.ts'
import type { Path } from './path.ts'
import { type CallOptions, prepareCall } from './request.ts'
import { type ApiResponse, HttpResponse, parseContent, type ResponseFields } from './response.ts'

/** A response whose content has been read. */
export interface BytesResponse extends ApiResponse {
  readonly bytes: Uint8Array<ArrayBuffer>
}

/**
 * For a write that must not blindly be sent twice. After a failure that leaves open whether it happened, `confirm` looks: it returns what
 * the call then resolves to, or undefined if the write did not happen, and then it is sent again. Looking is subject to the call's
 * limits and retries: `request` has what its own requests must be passed.
 */
export interface ConfirmOptions<T> {
  readonly confirm?: ((request: RequestOptions) => Promise<T | undefined>) | undefined
}

/** How long a composite call whose time is up may take to clean up behind itself. */
const cleanUpMs = 1_000

/** Where the base URL of an `Http` comes from, and what it was last. */
interface Base {
  url: string
  readonly locate?: (options: RequestOptions) => Promise<string>
}

/**
 * Requests to one base URL with one token: what clients are built on, and reach by their `http`. All that is created from it by
 * {@link Http.at} shares token, policy and limits.
 *
 * Every method rejects with an `ApiError` for a status that is not expected, `ConnectionError`, `TlsError` or `TimeoutError` when no whole
 * response came, `InvalidArgumentError` for what cannot be sent, and `signal.reason` when the caller aborts.
 */
export class Http {
  readonly #base: Base
  readonly #transport: Transport

  constructor(base: string | Base, token: TokenSource | Transport, options: ClientOptions = {}) {
    this.#base = typeof base === 'string' ? { url: base } : base
    this.#transport = token instanceof Transport ? token : new Transport(token, options)
  }

  /** Without a trailing slash, version included. Empty for a {@link Http.lazy} one that has not been used. */
  get endpointUrl(): string {
    return this.#base.url
  }

  /**
   * A call whose response is JSON, whatever it is labelled as. The body is read within the call's limits and retries.
   *
   * @throws {ParseError} if the body is empty, or is not JSON.
   */
  json<T>(method: string, path: Path | string, options: CallOptions & ConfirmOptions<T> = {}): Promise<T> {
    return this.#run(method, path, options, async (reply) => parseContent(await readText(reply), fields(reply)) as T)
  }

  /** The same where an empty body is fine: it returns undefined. */
  jsonOrEmpty<T>(
    method: string,
    path: Path | string,
    options: CallOptions & ConfirmOptions<T> = {},
  ): Promise<T | undefined> {
    return this.#run<T | undefined>(method, path, options, async (reply) => {
      const text = await readText(reply)
      return text.trim() === '' ? undefined : (parseContent(text, fields(reply)) as T)
    })
  }

  /** A call of whose response only status and headers matter. */
  empty(
    method: string,
    path: Path | string,
    options: CallOptions & ConfirmOptions<ApiResponse> = {},
  ): Promise<ApiResponse> {
    return this.#run<ApiResponse>(method, path, options, async (reply) => {
      await readAll(reply)
      return new HttpResponse({ ...fields(reply), body: null })
    })
  }

  /** A call whose response is read whole, within the call's limits and retries: a body that breaks off is asked for again. */
  bytes(
    method: string,
    path: Path | string,
    options: CallOptions & ConfirmOptions<BytesResponse> = {},
  ): Promise<BytesResponse> {
    return this.#run<BytesResponse>(method, path, options, async (reply) => {
      const bytes = await readAll(reply)
      return Object.assign(new HttpResponse({ ...fields(reply), body: streamOf(bytes) }), { bytes })
    })
  }

  /**
   * A call whose response's body is left open. Read it or `cancel()` it: until then it holds a connection. The call's `timeoutMs` and
   * `signal` go on ruling it; its slot among the client's `concurrency` is returned with the headers.
   */
  send(method: string, path: Path | string, options: CallOptions = {}): Promise<ApiResponse> {
    return this.#run<ApiResponse>(method, path, options, async (reply) => {
      const { body } = reply.response
      const stream = body === null ? null : responseStream(reply, reply.response, body, reply.keepOpen())
      return new HttpResponse({ ...fields(reply), body: stream })
    })
  }

  /**
   * A call whose response `read` reads as it comes, within the call's limits and retries. When the body breaks off, or `read` throws what
   * `retryOn` accepts, the request is sent again.
   *
   * @param options as a function is asked anew for each attempt: for a range that goes on where the last attempt ended.
   * @param read is passed `progressed`, which counts the call's retries anew: call it when work is done that need not be done again.
   */
  read<T>(
    method: string,
    path: Path | string,
    options: CallOptions | (() => CallOptions),
    read: (response: ApiResponse, progressed: () => void) => Promise<T>,
  ): Promise<T> {
    return this.#run(method, path, options, async (reply) => {
      const { body } = reply.response
      const stream = body === null ? null : responseStream(reply, reply.response, body, () => undefined)
      const response = new HttpResponse({ ...fields(reply), body: stream })
      try {
        return await read(response, reply.progressed)
      } finally {
        await body?.cancel().catch(() => undefined)
      }
    })
  }

  /**
   * Several requests that are one call to its user: `timeoutMs` (the call's, else the client's) and `signal` bound all of it.
   *
   * @param name for the error of one whose time is up: `upload of 'photos/a.jpg'`.
   * @param work is passed what each of its requests has to be passed. It must end soon after the signal in it is aborted.
   */
  async composite<T>(name: string, options: RequestOptions, work: (request: RequestOptions) => Promise<T>): Promise<T> {
    const { signal, timeoutMs = this.#transport.options.timeoutMs, attemptTimeoutMs, retry, headers } = options
    const scope = new AbortScope(signal)
    if (timeoutMs !== undefined) {
      requireMilliseconds(timeoutMs, 'timeoutMs')
      scope.arm(timeoutMs, () => {
        const message = `Timed out after ${timeoutMs} ms (timeoutMs) during the ${name}`
        return new TimeoutError(message, { phase: 'composite', limit: 'total', timeoutMs })
      })
    }
    try {
      scope.throwIfAborted()
      return await scope.raceWithGrace(
        work({ signal: scope.signal, timeoutMs, attemptTimeoutMs, retry, headers }),
        cleanUpMs,
      )
    } catch (error) {
      scope.throwIfAborted()
      throw error
    } finally {
      scope.close()
    }
  }

  /** The same token, policy and limits at another base URL of the same cloud. */
  at(endpointUrl: string): Http {
    return new Http(endpointUrl, this.#transport)
  }

  /** The same at a base URL that is looked up at each call, within the call's limits. */
  lazy(locate: (options: RequestOptions) => Promise<string>): Http {
    return new Http({ url: '', locate }, this.#transport)
  }

  /** The token in use, for the few calls that carry it in their body (see also `CallOptions.json`). */
  token(): Promise<string> {
    return this.#transport.token()
  }

  #run<T>(
    method: string,
    path: string,
    options: (CallOptions & ConfirmOptions<T>) | (() => CallOptions),
    consume: (reply: Reply) => Promise<T>,
  ): Promise<T> {
    const base = this.#base
    const optionsOf = typeof options === 'function' ? options : () => options
    const confirm = typeof options === 'function' ? undefined : options.confirm
    const send = (url: string, request: RequestOptions): Promise<T> => {
      const prepare = () => prepareCall(url, method, path, { ...optionsOf(), ...request }, this.#transport.options)
      return this.#transport.run({ prepare, consume, confirm })
    }
    if (base.locate === undefined) return send(base.url, {})
    const { locate } = base
    return this.composite(`call ${method} ${path}`, optionsOf(), async ({ headers: _own, ...request }) => {
      base.url = await locate(request)
      return send(base.url, request)
    })
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

async function readText(reply: Reply): Promise<string> {
  return new TextDecoder().decode(await readAll(reply))
}

function fields({ response, call, secrets }: Reply): Omit<ResponseFields, 'body'> {
  const { status, url } = response
  const headers = withEncoding(response.headers)
  return { status, headers, method: call.method, url: url === '' ? call.url : url, secrets }
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
