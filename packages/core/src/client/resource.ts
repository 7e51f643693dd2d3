import { type ChangesSinceOptions, changesSinceQuery } from '../http/changes-since.ts'
import { type UnwrapOptions, unwrap, unwrapList } from '../http/envelope.ts'
import type { Http } from '../http/http.ts'
import type { List } from '../http/list.ts'
import type { Path } from '../http/path.ts'
import type { CallOptions } from '../http/request.ts'

/**
 * The parent of classes that have the operations on one noun of an API. A client creates them with its `http`:
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

  constructor(http: Http) {
    this.http = http
    // Not shown by inspect, JSON or a spread.
    Object.defineProperty(this, 'http', { enumerable: false })
  }

  /**
   * What a response holds under its one key, as most responses of Synnefo do: `unwrap('server', 'GET', path)` of `{"server": {...}}`.
   *
   * @throws {ParseError} if the key is missing or holds no object (`options.shape` for an array or a string): something other than
   * this API has responded.
   */
  protected unwrap<T>(key: string, method: string, path: Path | string, options?: UnwrapOptions): Promise<T> {
    return unwrap<T>(this.http, key, method, path, options)
  }

  /** A list that comes in one response under one key. @throws {ParseError} as `unwrap`, if it is not an array of objects. */
  protected unwrapList<T>(key: string, path: Path | string, options?: CallOptions): List<T> {
    return unwrapList<T>(this.http, key, path, options)
  }

  /**
   * The same with `changesSince` among its options; empty when nothing has changed (304).
   *
   * @param limitMs how far back the cloud looks.
   * @throws {InvalidArgumentError} for a time that the cloud would reject.
   */
  protected listChangedSince<T>(
    key: string,
    path: Path | string,
    { changesSince, ...options }: ChangesSinceOptions & CallOptions,
    limitMs?: number,
  ): List<T> {
    const query = { ...options.query, ...changesSinceQuery(changesSince, limitMs) }
    return unwrapList<T>(this.http, key, path, { ...options, query, expect: 200 })
  }
}
