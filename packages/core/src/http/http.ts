import { showAwaiter } from '../errors/caller-stack.ts'
import { TimeoutError } from '../errors/client-errors.ts'
import { AbortScope } from '../runtime/abort-scope.ts'
import { pickRequestOptions, requireRequestOptions } from '../transport/check-options.ts'
import type { ClientOptions, RequestOptions, TokenSource } from '../transport/options.ts'
import { responseStream } from '../transport/response-stream.ts'
import { ReadLimit } from '../transport/time-limits.ts'
import { type Received, Transport } from '../transport/transport.ts'
import { requireOptions } from '../validate/require.ts'
import type { Path } from './path.ts'
import { fields, readAll, readText } from './read-response.ts'
import { type CallOptions, type ConfirmOptions, prepareCall } from './request.ts'
import { type ApiResponse, HttpResponse, longestBinary, parseContent } from './response.ts'

/** A response whose content has been read. */
export interface BytesResponse extends ApiResponse {
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** How long a composite call may clean up after it has timed out or been aborted. */
const cleanUpMs = 1_000

/** The base URL of an `Http`: fixed, or looked up by `locate` at each call. */
interface Base {
  url: string
  readonly locate?: (options: RequestOptions) => Promise<string>
}

/**
 * Sends requests to one base URL with one token. Clients are built on it and reach it as `http`. Instances created by {@link Http.at}
 * share its token, retry policy and limits.
 *
 * Every method rejects with an `ApiError` for an unexpected status, with a `ConnectionError`, `TlsError` or `TimeoutError` if there is no
 * complete response, with an `InvalidArgumentError` for a request that cannot be sent, and with `signal.reason` when aborted.
 */
export class Http {
  readonly #base: Base
  readonly #transport: Transport

  constructor(
    base: string | Base,
    token: TokenSource | Transport,
    options: ClientOptions = {},
    service?: string | undefined,
  ) {
    this.#base = typeof base === 'string' ? { url: base } : base
    this.#transport = token instanceof Transport ? token : new Transport(token, options, service)
  }

  /** The base URL with its version, without a trailing slash. Empty for a {@link Http.lazy} instance before its first call. */
  get endpointUrl(): string {
    return this.#base.url
  }

  /**
   * A call with a JSON response, whatever its Content-Type. The body is read within the call's limits and retries.
   *
   * @throws {ParseError} if the body is empty, or is not JSON.
   */
  json<T>(method: string, path: Path | string, options: CallOptions & ConfirmOptions<T> = {}): Promise<T> {
    return this.#run(
      method,
      path,
      options,
      async (received) => parseContent(await readText(received), fields(received)) as T,
    )
  }

  /** Like {@link Http.json}, but returns undefined for an empty body. */
  jsonOrEmpty<T>(
    method: string,
    path: Path | string,
    options: CallOptions & ConfirmOptions<T> = {},
  ): Promise<T | undefined> {
    return this.#run<T | undefined>(method, path, options, async (received) => {
      const text = await readText(received)
      return text.trim() === '' ? undefined : (parseContent(text, fields(received)) as T)
    })
  }

  /** A call of which only the response's status and headers matter. Its body is discarded. */
  empty(
    method: string,
    path: Path | string,
    options: CallOptions & ConfirmOptions<ApiResponse> = {},
  ): Promise<ApiResponse> {
    return this.#run<ApiResponse>(method, path, options, async (received) => {
      await readAll(received, longestBinary)
      return new HttpResponse({ ...fields(received), body: null })
    })
  }

  /** A call whose body is read completely, within the call's limits and retries: it is sent again if the body ends prematurely. */
  bytes(
    method: string,
    path: Path | string,
    options: CallOptions & ConfirmOptions<BytesResponse> = {},
  ): Promise<BytesResponse> {
    return this.#run<BytesResponse>(method, path, options, async (received) => {
      const bytes = await readAll(received, longestBinary)
      return Object.assign(new HttpResponse({ ...fields(received), body: bytes }), { bytes })
    })
  }

  /**
   * A call that resolves with the headers and leaves the body open. Read it or `cancel()` it: until then it holds a connection. The
   * call's `timeoutMs` and `signal` still apply to it; its slot in the client's `concurrency` is free again.
   */
  send(method: string, path: Path | string, options: CallOptions = {}): Promise<ApiResponse> {
    return this.#run<ApiResponse>(method, path, options, async (received) => {
      const { body } = received.response
      const stream = body === null ? null : responseStream(received, received.response, body, received.keepOpen())
      return new HttpResponse({ ...fields(received), body: stream })
    })
  }

  /**
   * A call whose body `read` consumes as a stream, within the call's limits and retries. If the body ends prematurely, or `read` throws
   * an error that `retryOn` accepts, the request is sent again.
   *
   * @param options may be a function, called for each attempt: for a range that continues where the last attempt ended.
   * @param read receives `progressed`, which resets the call's count of retries and the attempt's limit: call it after work that need not
   * be repeated.
   */
  read<T>(
    method: string,
    path: Path | string,
    options: CallOptions | (() => CallOptions),
    read: (response: ApiResponse, progressed: () => void) => Promise<T>,
  ): Promise<T> {
    return this.#run(method, path, options, async (received) => {
      const { body } = received.response
      const limit = new ReadLimit(received.call)
      let unread = body !== null
      const onEnd = (): void => {
        unread = false
      }
      const stream = body === null ? null : responseStream(received, received.response, body, onEnd, limit)
      const response = new HttpResponse({ ...fields(received), body: stream })
      const progressed = (): void => {
        limit.progressed()
        received.progressed()
      }
      try {
        return await read(response, progressed)
      } finally {
        // The stream belongs to whoever reads it, and the body to the stream: ending the attempt releases both, and the connection.
        if (unread) received.scope.abort(new Error('The reader stopped before the end of the body'))
      }
    })
  }

  /**
   * Runs several requests as one call: `timeoutMs` (the call's, else the client's) and `signal` apply to all of it.
   *
   * @param name for the message of a TimeoutError: `upload of 'photos/a.jpg'`.
   * @param work receives the options to pass to each of its requests. It must end soon after their signal is aborted.
   */
  async composite<T>(name: string, options: RequestOptions, work: (request: RequestOptions) => Promise<T>): Promise<T> {
    const {
      signal,
      timeoutMs = this.#transport.options.timeoutMs,
      attemptTimeoutMs,
      retry,
      headers,
    } = requireRequestOptions(options)
    const scope = new AbortScope(signal)
    if (timeoutMs !== undefined) {
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
      const reason = scope.aborted ? scope.reason : error
      showAwaiter(reason)
      throw reason
    } finally {
      scope.close()
    }
  }

  /** An instance for another base URL of the same cloud, with the same token, retry policy and limits. */
  at(endpointUrl: string): Http {
    return new Http(endpointUrl, this.#transport)
  }

  /** Like {@link Http.at}, for a base URL that is looked up at each call, within the call's limits. */
  lazy(locate: (options: RequestOptions) => Promise<string>): Http {
    return new Http({ url: '', locate }, this.#transport)
  }

  /**
   * For the constructor of another client that is to share the token: what one of them renews all use, and there is one renewal at a time.
   * The token itself, unless it comes from a function. A method: inspection would show the value of a getter.
   */
  tokenSource(): TokenSource {
    return this.#transport.tokenSource()
  }

  /** The current token, for the few calls that have it in their body (see also `CallOptions.json`). */
  token(): Promise<string> {
    return this.#transport.token()
  }

  /** Drops the token that a token function returned, for all clients that share it; it is called again for the next request. A token that is a string stays. */
  forgetToken(): void {
    this.#transport.forgetToken()
  }

  #run<T>(
    method: string,
    path: string,
    options: (CallOptions & ConfirmOptions<T>) | (() => CallOptions),
    consume: (received: Received) => Promise<T>,
  ): Promise<T> {
    const base = this.#base
    const optionsOf = typeof options === 'function' ? options : () => requireOptions(options)
    const confirm = typeof options === 'function' ? undefined : options?.confirm
    const send = (url: string, request: RequestOptions): Promise<T> => {
      const prepare = () => prepareCall(url, method, path, { ...optionsOf(), ...request }, this.#transport.defaults)
      return this.#transport.run({ prepare, consume, confirm })
    }
    if (base.locate === undefined) return send(base.url, {})
    const { locate } = base
    return this.composite(
      `call ${method} ${path}`,
      pickRequestOptions(optionsOf()),
      async ({ headers: _own, ...request }) => {
        base.url = await locate(request)
        return send(base.url, request)
      },
    )
  }
}
