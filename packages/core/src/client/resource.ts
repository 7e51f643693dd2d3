import type { Http } from '../http/http.ts'

/**
 * The parent of classes that have the operations on one noun of an API. A client makes them of its `http`:
 *
 *     class Stations extends Resource {
 *       get(id: string, options?: RequestOptions): Promise<Station> {
 *         return this.http.json('GET', path`stations/${id}`, options)
 *       }
 *     }
 *     class WeatherClient extends Client {
 *       readonly stations: Stations = new Stations(this.http)
 *     }
 */
export class Resource<H extends object = Http> {
  protected readonly http: H

  constructor(http: H) {
    this.http = http
    // Not shown by inspect, JSON or a spread.
    Object.defineProperty(this, 'http', { enumerable: false })
  }
}
