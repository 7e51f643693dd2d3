import { ParseError } from './errors/parse-error.ts'
import { isHtml } from './fault.ts'
import { parseJson } from './json.ts'
import type { CallOptions, ClientOptions, TokenSource } from './options.ts'
import type { Path } from './path.ts'
import { safeUrl } from './redact.ts'
import { type ApiResponse, HttpResponse } from './response.ts'
import { describeFailure } from './transport/failure.ts'
import { openBody } from './transport/open-body.ts'
import { readBytes } from './transport/read-body.ts'
import { requestIdOf } from './transport/refusal.ts'
import { type Reply, Transport } from './transport/transport.ts'

/** A reply whose whole body has been read. */
export interface BytesResponse extends ApiResponse {
  readonly bytes: Uint8Array<ArrayBuffer>
}

/**
 * Calls to one endpoint with one token. Clients hand it to their resource classes; all that is made from one another by {@link Http.at}
 * shares token, policy and limits.
 */
export class Http {
  /** Without a trailing slash, version included. */
  readonly endpointUrl: string
  readonly #transport: Transport

  constructor(endpointUrl: string, token: TokenSource | Transport, options: ClientOptions = {}) {
    this.endpointUrl = endpointUrl
    this.#transport = token instanceof Transport ? token : new Transport(token, options)
  }

  /** A call whose reply is JSON, whatever it is labelled as. The body is read within the call's limits and retries. */
  json<T>(method: string, path: Path | string, options: CallOptions = {}): Promise<T> {
    return this.#transport.run(
      this.endpointUrl,
      method,
      path,
      options,
      async (reply) => parseReply(reply, await readAll(reply)) as T,
    )
  }

  /** A call of whose reply only status and headers matter. */
  empty(method: string, path: Path | string, options: CallOptions = {}): Promise<ApiResponse> {
    return this.#transport.run(this.endpointUrl, method, path, options, async (reply) => {
      await readAll(reply)
      return toResponse(reply, null)
    })
  }

  /** A call whose reply is read whole, within the call's limits and retries: a body that breaks off is asked for again. */
  bytes(method: string, path: Path | string, options: CallOptions = {}): Promise<BytesResponse> {
    return this.#transport.run(this.endpointUrl, method, path, options, async (reply) => {
      const bytes = await readAll(reply)
      const response = toResponse(reply, new Blob([bytes]).stream())
      return Object.assign(response, { bytes })
    })
  }

  /**
   * A call whose reply's body is left open. Read it or `cancel()` it: until then it holds a connection. The slot of the client's
   * `concurrency` is given back with the headers.
   */
  send(method: string, path: Path | string, options: CallOptions = {}): Promise<ApiResponse> {
    return this.#transport.run(this.endpointUrl, method, path, options, async (reply) =>
      toResponse(reply, openBody(reply)),
    )
  }

  /** The same token, policy and limits at another base URL of the same cloud. */
  at(endpointUrl: string): Http {
    return new Http(endpointUrl, this.#transport)
  }

  /** The token in use, for the few calls that carry it in their body. */
  token(): Promise<string> {
    return this.#transport.token()
  }
}

async function readAll(reply: Reply): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await readBytes(reply.response.body, reply.scope.signal)
  } catch (error) {
    reply.scope.throwIfAborted()
    throw describeFailure(error, { method: reply.call.method, url: safeUrl(reply.call.url), secrets: reply.secrets })
  }
}

function toResponse(reply: Reply, body: ReadableStream<Uint8Array> | null): HttpResponse {
  const { status, headers, url } = reply.response
  return new HttpResponse({ status, headers, url: url === '' ? reply.call.url : url, body })
}

function parseReply(reply: Reply, bytes: Uint8Array): unknown {
  const text = new TextDecoder().decode(bytes)
  try {
    if (text.trim() === '') throw new SyntaxError('the body is empty')
    return parseJson(text)
  } catch (cause) {
    const { status, headers } = reply.response
    const { method } = reply.call
    const url = safeUrl(reply.call.url)
    const contentType = headers.get('content-type') ?? undefined
    const what = isHtml(text)
      ? 'A web page answered where JSON was expected. Is this the URL of a Synnefo API? (An authentication URL is like ' +
        "'https://accounts.example.org/identity/v2.0'; a proxy or login page may also stand in between)"
      : text.trim() === ''
        ? 'An empty body came where JSON was expected'
        : 'The body is not valid JSON; does a proxy change or cut it?'
    throw new ParseError(
      `${what} (${status}, ${contentType ?? 'no content type'}, ${method} ${url})`,
      {
        status,
        method,
        url,
        contentType,
        requestId: requestIdOf(headers),
      },
      { cause: cause instanceof SyntaxError ? new SyntaxError('invalid JSON') : cause },
    )
  }
}
