import type { Http } from '@kamaki/core/toolkit'
import { Resource } from '@kamaki/core/toolkit'
import type { ObjectData } from '../api/object-data.ts'
import { getView, headView, type ViewOptions } from '../api/public.ts'
import type { ObjectLocation } from '../model/location.ts'
import type { ObjectInfo } from '../model/object.ts'

/**
 * An object as browsers see it: at an address that can be given to one, since it takes a short-lived access token, bound to that object,
 * instead of the user's own token. Without one the browser is sent to the identity service for it, and back.
 */
export class ObjectView extends Resource {
  readonly #at: ObjectLocation

  constructor(http: Http, at: ObjectLocation) {
    super(http.at(`${http.endpointUrl.replace(/\/object-store(\/v[^/]*)?$/, '')}/ui/view`))
    this.#at = at
  }

  /** The address to open in a browser. */
  get url(): string {
    return `${this.http.endpointUrl}/${this.#at.path}`
  }

  /**
   * What the object is.
   *
   * `HEAD /ui/view/{account}/{container}/{object}` · 200 · snf-pithos-app/pithos/api/views
   * @param accessToken from the identity service's OAuth 2 endpoint, with `/{account}/{container}/{object}` as its scope.
   * @throws {ApiError} with status 302 if the token is not (or no longer) valid.
   */
  info(accessToken: string, options: ViewOptions = {}): Promise<ObjectInfo> {
    return headView(this.http, this.#at.path, this.#at.name, accessToken, options)
  }

  /**
   * The content as it comes, whole or a range of it.
   *
   * `GET /ui/view/{account}/{container}/{object}` · 200, 206 · snf-pithos-app/pithos/api/views
   * @throws {ApiError} with status 302 if the token is not (or no longer) valid.
   */
  get(accessToken: string, options: ViewOptions = {}): Promise<ObjectData> {
    return getView(this.http, this.#at.path, this.#at.name, accessToken, options)
  }
}
