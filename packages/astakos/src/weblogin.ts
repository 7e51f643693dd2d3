import type { RequestOptions } from '@kamaki/core'
import {
  type Http,
  hideSecrets,
  percentEncode,
  Resource,
  rejectArgument,
  requireOptions,
  requireString,
} from '@kamaki/core/toolkit'
import { locationOf } from './oauth2.ts'

/** How to log in. */
export interface LoginOptions extends RequestOptions {
  /** Creates a new token for the user. */
  readonly renew?: boolean | undefined
  /** Ends the browser's session first. */
  readonly force?: boolean | undefined
}

/**
 * Logging in with a browser, for programs that have no token yet: send the user to {@link Weblogin.loginUrl}, and read the
 * token from the address that the browser is sent to in the end, with {@link loginResult}.
 */
export class Weblogin extends Resource {
  readonly #url: (options?: RequestOptions) => Promise<string>

  /** @param url returns the endpoint of the service `astakos_weblogin`. */
  constructor(http: Http, url: (options?: RequestOptions) => Promise<string>) {
    super(http)
    this.#url = url
  }

  /**
   * Where to send the user's browser. Only the service catalog is requested.
   *
   * @param next where to send it afterwards; its own query is dropped. By default a cloud accepts the schemes `pithos`
   *   and `pithosdev` only.
   */
  async loginUrl(next: string, options: LoginOptions = {}): Promise<string> {
    const target = percentEncode(requireString(next, 'next'), 'next')
    const { renew, force, ...rest } = requireOptions(options)
    const flags = `${renew === true ? '&renew=' : ''}${force === true ? '&force=' : ''}`
    return `${await this.#url(rest)}/login?next=${target}${flags}`
  }

  /**
   * Asks as the user's browser would. Without the browser's session cookie (`headers: { cookie }`) the response is the login page.
   * In browsers `fetch` hides where a redirect goes: use {@link Weblogin.loginUrl} there.
   *
   * `GET /login` · 302 · weblogin-api-guide § Login
   * @returns where the browser is sent: `next` with uuid and token, or the page to log in or to sign the terms.
   * @throws {ForbiddenError} if the cloud does not accept the scheme of `next`.
   */
  async login(next: string, options: LoginOptions = {}): Promise<string> {
    requireString(next, 'next')
    const { renew, force, ...rest } = requireOptions(options)
    const query = { next, renew: renew === true ? '' : undefined, force: force === true ? '' : undefined }
    return locationOf(await this.http.empty('GET', 'login', { ...rest, query, expect: 302 }), 'GET')
  }
}

/**
 * The user and the token, from the address that the browser is sent to after the login. `token` is not enumerable: read it by name.
 *
 * @throws {InvalidArgumentError} if it has none.
 */
export function loginResult(address: string | URL): { uuid: string; token: string } {
  if (!URL.canParse(typeof address === 'string' ? address : (address?.href ?? '')))
    rejectArgument('address', 'must be the URL that the browser was sent to')
  const parameters = new URL(address).searchParams
  const uuid = parameters.get('uuid') ?? parameters.get('user')
  const token = parameters.get('token')
  if (!uuid || !token) rejectArgument('address', 'has no uuid and token: the login is not finished yet')
  return hideSecrets({ uuid, token }, 'token')
}
