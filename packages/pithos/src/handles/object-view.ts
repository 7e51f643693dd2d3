import { ApiError, type ApiResponse, type CallOptions, type Path, type RequestOptions } from '@kamaki/core'
import type { Http } from '@kamaki/core/toolkit'
import { ObjectData } from '../api/object-data.ts'
import { type ObjectInfo, objectInfo } from '../codec/object-info.ts'
import { formatRanges } from '../codec/ranges.ts'
import { checkVersion } from '../codec/version.ts'
import { requestOf, withHeaders } from '../request.ts'
import type { PithosGetOptions } from './object-reading.ts'

/** Options of a look through {@link ObjectView}. */
export type ViewOptions = RequestOptions & Pick<PithosGetOptions, 'version' | 'range' | 'dispositionType'>

/** Without a good token the server sends browsers to log in: a page that must not be taken for the content. */
function refuseRedirect(reply: ApiResponse, method: string): ApiResponse {
  if (reply.status !== 302) return reply
  throw new ApiError('The access token is not, or no longer, good for this object', {
    status: 302,
    fault: undefined,
    details: undefined,
    method,
    url: reply.url.replace(/[?].*$/, ''),
    requestId: undefined,
    retryAfterMs: undefined,
  })
}

/**
 * An object as browsers see it: at an address that can be handed to one, since it takes a short-lived access token, bound to that
 * object, instead of the user's own token. Without one the browser is sent to the identity service for it, and back.
 */
export class ObjectView {
  readonly #http: Http
  readonly #path: Path

  /** @param path the object's, below the endpoint. */
  constructor(http: Http, path: Path) {
    this.#http = http.at(`${http.endpointUrl.replace(/\/object-store(\/v[^/]*)?$/, '')}/ui/view`)
    this.#path = path
  }

  /** The address to open in a browser. */
  get url(): string {
    return `${this.#http.endpointUrl}/${this.#path}`
  }

  #call(accessToken: string, options: ViewOptions, expect: number[]): CallOptions {
    const { version, range, dispositionType } = options
    const query = {
      access_token: accessToken,
      version: version === undefined ? undefined : checkVersion(version),
      'disposition-type': dispositionType,
    }
    const headers: Record<string, string> = range === undefined ? {} : { Range: formatRanges([range]) }
    return withHeaders(
      { ...requestOf(options), query, authenticate: false, expect: [...expect, 302], decode: false },
      headers,
    )
  }

  /**
   * What the object is.
   *
   * `HEAD /ui/view/{account}/{container}/{object}` · 200 · snf-pithos-app/pithos/api/views
   * @param accessToken from the identity service's OAuth 2 endpoint, with `/{account}/{container}/{object}` as its scope.
   */
  async info(accessToken: string, options: ViewOptions = {}): Promise<ObjectInfo> {
    const call = this.#call(accessToken, { ...options, range: undefined }, [200])
    return objectInfo(refuseRedirect(await this.#http.empty('HEAD', this.#path, call), 'HEAD'))
  }

  /**
   * The content as it comes, whole or a range of it.
   *
   * `GET /ui/view/{account}/{container}/{object}` · 200, 206 · snf-pithos-app/pithos/api/views
   * @throws {ApiError} with status 302 if the token is not (or no longer) good.
   */
  async get(accessToken: string, options: ViewOptions = {}): Promise<ObjectData> {
    const reply = await this.#http.send('GET', this.#path, this.#call(accessToken, options, [200, 206]))
    if (reply.status === 302) await reply.cancel()
    return ObjectData.of(refuseRedirect(reply, 'GET'))
  }
}
