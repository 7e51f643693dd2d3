import { Http } from '../http/http.ts'
import type { Path } from '../http/path.ts'
import type { CallOptions } from '../http/request.ts'
import type { ApiResponse } from '../http/response.ts'
import type { ClientOptions, TokenSource } from '../transport/options.ts'
import { endpointOf, endpointWording, type UrlWording } from './endpoint.ts'

/** What a client class can look up in the cloud when `astakos.client()` creates an instance. */
export interface CloudContext {
  /** The UUID of the token's user. */
  userId(): Promise<string>
}

/** A client class that `astakos.client()` can create an instance of. */
export interface ClientClass<C extends Client = Client, O extends ClientOptions = ClientOptions> {
  new (endpointUrl: string | URL, token: TokenSource, options?: O): C
  readonly serviceType: string
  readonly defaultVersion?: string | undefined
  /** Completes the options with what the client needs to know of the cloud. Called by `astakos.client()`. */
  forCloud?(options: O | undefined, cloud: CloudContext): Promise<O | undefined>
}

/**
 * The base class of all clients. It can also be used directly, for a service without a client.
 *
 *     class WeatherClient extends Client {
 *       static override readonly serviceType = 'weather'
 *       static override readonly defaultVersion = 'v1'
 *     }
 */
export class Client {
  /** The type of the service in the catalog. */
  static readonly serviceType: string = ''
  /** Appended to an endpoint URL without a version. */
  static readonly defaultVersion: string | undefined = undefined
  /** How messages refer to the endpoint URL. */
  static readonly urlWording: UrlWording = endpointWording

  /** The base URL with its version, without a trailing slash. */
  readonly endpointUrl: string
  protected readonly http: Http

  /**
   * @param endpointUrl as in the service catalog (see `astakos.getEndpointUrl`).
   * @throws {InvalidArgumentError} for an invalid http(s) URL or an invalid token.
   */
  constructor(endpointUrl: string | URL, token: TokenSource, options: ClientOptions = {}) {
    this.endpointUrl = endpointOf(endpointUrl, new.target)
    const http = new Http(this.endpointUrl, token, options, new.target.serviceType)
    this.http = http
    // Hidden from inspect, JSON and spreads.
    Object.defineProperty(this, 'http', { enumerable: false })
  }

  /**
   * Calls an operation that has no method of its own. Resolves to the response's JSON, or undefined if its body is empty. Errors,
   * retries and limits are as for all calls.
   */
  request<T = unknown>(method: string, path: Path | string, options: CallOptions = {}): Promise<T> {
    return this.http.jsonOrEmpty<T>(method, path, options) as Promise<T>
  }

  /** Like {@link Client.request}, but resolves to the response with its body left open: read it, or `cancel()` it. */
  send(method: string, path: Path | string, options: CallOptions = {}): Promise<ApiResponse> {
    return this.http.send(method, path, options)
  }
}
