import type { RequestOptions } from '@kamaki/core'
import { formatValue, type Http, Resource, rejectArgument } from '@kamaki/core/toolkit'
import type { ObjectData } from '../api/object-data.ts'
import { getPublicObject, headPublicObject } from '../api/public.ts'
import type { ContentInfo } from '../model/object.ts'
import type { PithosGetOptions } from '../model/object-options.ts'

function checkUrl(url: string | URL): string {
  const text = String(url)
  if (!/^https?:\/\/[^/]/i.test(text) || !URL.canParse(text))
    rejectArgument('url', `must be an http(s) URL; got ${formatValue(text)}`)
  return new URL(text).href
}

/** An object by its public URL. No token is sent to it. */
export class PublicObject extends Resource {
  readonly url: string

  constructor(http: Http, url: string | URL) {
    const href = checkUrl(url)
    super(http.at(href.replace(/[?#].*$/, '')))
    this.url = href
  }

  /**
   * Size and type of the object. The server looks at no condition.
   *
   * `HEAD /public/{publicId}` · 200 · object-api-guide § Sharing and Public Objects
   * @throws {NotFoundError} if nothing is published there (any more).
   */
  info(options: RequestOptions = {}): Promise<ContentInfo> {
    return headPublicObject(this.http, options)
  }

  /**
   * The content as it comes, whole or a range of it.
   *
   * `GET /public/{publicId}` · 200, 206 · object-api-guide § Sharing and Public Objects
   * @throws {NotFoundError} if nothing is published there (any more).
   */
  get(options: Omit<PithosGetOptions, 'version'> = {}): Promise<ObjectData<ContentInfo>> {
    return getPublicObject(this.http, options)
  }
}
