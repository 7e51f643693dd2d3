import type { RequestOptions } from '@kamaki/core'
import { encodedPath, type Http } from '@kamaki/core/toolkit'
import { ObjectData } from '../api/object-data.ts'
import { type Conditions, conditionHeaders } from '../codec/conditions.ts'
import { type ContentInfo, contentInfo } from '../codec/object-info.ts'
import { formatRanges } from '../codec/ranges.ts'
import { invalid } from '../invalid.ts'
import { requestOf, withHeaders } from '../request.ts'
import type { PithosGetOptions } from './object-reading.ts'

/** An object by its public URL. No token is sent to it. */
export class PublicObject {
  readonly #http: Http
  readonly url: string

  constructor(http: Http, url: string | URL) {
    const parsed = new URL(String(url))
    if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') throw invalid('url', 'url must be an http(s) URL')
    this.url = parsed.href
    this.#http = http.at(parsed.href.replace(/[?#].*$/, ''))
  }

  /**
   * Size and type of the object. No condition is looked at.
   *
   * `HEAD /public/{publicId}` · 200 · object-api-guide § Sharing and Public Objects
   * @throws {NotFoundError} if nothing is published there (any more).
   */
  async info(options?: RequestOptions): Promise<ContentInfo> {
    return contentInfo(await this.#http.empty('HEAD', encodedPath(''), { ...requestOf(options), authenticate: false }))
  }

  /**
   * The content as it comes, whole or a range of it.
   *
   * `GET /public/{publicId}` · 200, 206 · object-api-guide § Sharing and Public Objects
   * @throws {NotFoundError} if nothing is published there (any more).
   */
  async get(options: Omit<PithosGetOptions, 'version'> & Conditions = {}): Promise<ObjectData<ContentInfo>> {
    const headers = conditionHeaders(options)
    if (options.range !== undefined) headers['Range'] = formatRanges([options.range])
    const query = { 'disposition-type': options.dispositionType }
    const call = { ...requestOf(options), query, expect: [200, 206], authenticate: false, decode: false }
    return ObjectData.ofPublic(await this.#http.send('GET', encodedPath(''), withHeaders(call, headers)))
  }
}
