import { type ChangesSinceOptions, changesSinceQuery } from '../http/changes-since.ts'
import { type BareListOptions, bare, bareArray, type UnwrapOptions, unwrap, unwrapList } from '../http/envelope.ts'
import type { Http } from '../http/http.ts'
import { List } from '../http/list.ts'
import type { Path } from '../http/path.ts'
import type { CallOptions } from '../http/request.ts'
import { requireOptions } from '../validate/require.ts'

/**
 * The base class of classes with the operations on one noun of an API. A client creates them with its `http`:
 *
 *     class Stations extends Resource {
 *       get(stationId: string, options?: RequestOptions): Promise<Station> {
 *         return this.unwrap<Station>('station', 'GET', path`stations/${stationId}`, { ...options, expect: 200 })
 *       }
 *     }
 *     class WeatherClient extends Client {
 *       readonly stations: Stations = new Stations(this.http)
 *     }
 */
export class Resource {
  protected readonly http: Http

  /** How far back the cloud allows `changesSince`, in milliseconds: for classes of a cloud that has such a limit. */
  declare protected readonly changesSinceLimitMs?: number | undefined

  constructor(http: Http) {
    this.http = http
    // Hidden from inspect, JSON and spreads.
    Object.defineProperty(this, 'http', { enumerable: false })
  }

  /**
   * The value under the single key of a response, as in most responses of Synnefo: `unwrap('server', 'GET', path)` for
   * `{"server": {...}}`.
   *
   * @throws {ParseError} if the key is missing or its value is not an object (or what `options.shape` says): the response is not from
   * this API.
   */
  protected unwrap<T>(key: string, method: string, path: Path | string, options?: UnwrapOptions): Promise<T> {
    return unwrap<T>(this.http, key, method, path, options)
  }

  /** A list from a single response, under one key. @throws {ParseError} if the key is missing or its value is not an array of objects. */
  protected unwrapList<T>(key: string, path: Path | string, options?: CallOptions): List<T> {
    return unwrapList<T>(this.http, key, path, options)
  }

  /**
   * Like {@link Resource.unwrapList}, with the option `changesSince`; empty if nothing has changed (304).
   *
   * @throws {InvalidArgumentError} for a time that the cloud would reject.
   */
  protected listChangedSince<T>(key: string, path: Path | string, options: ChangesSinceOptions & CallOptions): List<T> {
    const { changesSince, ...call } = requireOptions(options)
    const query = { ...call.query, ...changesSinceQuery(changesSince, this.changesSinceLimitMs) }
    return unwrapList<T>(this.http, key, path, { ...call, query, expect: 200 })
  }

  /** A response without an envelope. @throws {ParseError} if it is not an object (`options.shape` for an array). */
  protected bare<T>(method: string, path: Path | string, options?: UnwrapOptions): Promise<T> {
    return bare<T>(this.http, method, path, options)
  }

  /** A list from a response that is an array. @throws {ParseError} if it is not, or not one of objects (or what `options.items` says). */
  protected bareList<T>(path: Path | string, options?: BareListOptions): List<T> {
    const call = requireOptions(options)
    return List.of(() => bareArray<T>(this.http, path, call))
  }
}
