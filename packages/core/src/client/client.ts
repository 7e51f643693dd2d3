import { Http } from '../http/http.ts'
import type { Path } from '../http/path.ts'
import type { CallOptions } from '../http/request.ts'
import type { ApiResponse } from '../http/response.ts'
import type { ClientOptions, TokenSource } from '../transport/options.ts'
import { endpointOf, endpointWording, type UrlWording } from './endpoint.ts'

/** What a client class may ask about the cloud when `astakos.client()` creates a client of it. */
export interface CloudContext {
  /** The uuid of the token's user. */
  userId(): Promise<string>
}

/** What `astakos.client()` takes: a client class, by its constructor and the service type it is for. */
export interface ClientClass<C extends Client = Client, O extends ClientOptions = ClientOptions> {
  new (endpointUrl: string | URL, token: TokenSource, options?: O): C
  readonly serviceType: string
  readonly defaultVersion?: string | undefined
  /** Adds to the options what the client has to know of the cloud. Called by `astakos.client()`. */
  forCloud?(options: O | undefined, cloud: CloudContext): Promise<O | undefined>
}

/**
 * The parent of all clients; also one by itself, for a service that has none yet.
 *
 *     class WeatherClient extends Client {
 *       static override readonly serviceType = 'weather'
 *       static override readonly defaultVersion = 'v1'
 *     }
 */
export class Client {
  /** The type under which the service stands in the catalog. */
  static readonly serviceType: string = ''
  /** Appended to an endpoint that has no version. */
  static readonly defaultVersion: string | undefined = undefined
  /** What its users call its URL, for messages. */
  static readonly urlWording: UrlWording = endpointWording

  /** Without a trailing slash, version included. */
  readonly endpointUrl: string
  protected readonly http: Http

  /**
   * @param endpointUrl as the service catalog has it (see `astakos.getEndpointUrl`).
   * @throws {InvalidArgumentError} for something that is no http(s) URL, or no token.
   */
  constructor(endpointUrl: string | URL, token: TokenSource, options: ClientOptions = {}) {
    this.endpointUrl = endpointOf(endpointUrl, new.target)
    const http = new Http(this.endpointUrl, token, options)
    this.http = http
    // Not shown by inspect, JSON or a spread.
    Object.defineProperty(this, 'http', { enumerable: false })
  }

  /**
   * An operation that no method covers yet: the reply's JSON, or undefined if its body is empty. Errors, retries and limits are those
   * of all calls.
   */
  request<T = unknown>(method: string, path: Path | string, options: CallOptions = {}): Promise<T> {
    return this.http.jsonOrEmpty<T>(method, path, options) as Promise<T>
  }

  /** The same with the whole reply: headers, status, and the body left open (read it, or `cancel()` it). */
  send(method: string, path: Path | string, options: CallOptions = {}): Promise<ApiResponse> {
    return this.http.send(method, path, options)
  }
}
