import type { RequestOptions } from '@kamaki/core'
import { Resource, rejectArgument, requireString } from '@kamaki/core/toolkit'
import type { Caller } from './caller.ts'
import { locationOf } from './oauth2.ts'

/** How to log in. */
export interface LoginOptions {
  /** Gives the user a new token. */
  renew?: boolean | undefined
  /** Ends the browser's session first. */
  force?: boolean | undefined
}

/**
 * Logging in with a browser, for programs that have no token yet: send the user to {@link Weblogin.loginUrl}, and read the
 * token off the address that the browser is sent to in the end, with {@link loginResult}.
 */
export class Weblogin extends Resource<Caller> {
  readonly #url: (options?: RequestOptions) => Promise<string>

  /** @param url tells the endpoint of the service `astakos_weblogin`. */
  constructor(http: Caller, url: (options?: RequestOptions) => Promise<string>) {
    super(http)
    this.#url = url
  }

  /**
   * Where to send the user's browser. No request is made but for the service catalog.
   *
   * @param next where to send it afterwards; its own query is thrown away. By default a cloud takes the schemes `pithos`
   *   and `pithosdev` only.
   */
  async loginUrl(next: string, options: LoginOptions & RequestOptions = {}): Promise<string> {
    requireString(next, 'next')
    const { renew, force, ...rest } = options
    const flags = `${renew === true ? '&renew=' : ''}${force === true ? '&force=' : ''}`
    return `${await this.#url(rest)}/login?next=${encodeURIComponent(next)}${flags}`
  }

  /**
   * Asks as the user's browser would. Without the browser's session cookie (`headers: { cookie }`) the answer is the login page.
   * In browsers `fetch` hides where a redirect goes: use {@link Weblogin.loginUrl} there.
   *
   * `GET /login` · 302 · weblogin-api-guide § Login
   * @returns where the browser is sent: `next` with uuid and token, or the page to log in or to sign the terms.
   * @throws {ForbiddenError} if the cloud does not take the scheme of `next`.
   */
  async login(next: string, options: LoginOptions & RequestOptions = {}): Promise<string> {
    requireString(next, 'next')
    const { renew, force, ...rest } = options
    const query = { next, renew: renew === true ? '' : undefined, force: force === true ? '' : undefined }
    return locationOf(await this.http.empty('GET', 'login', { ...rest, query, expect: 302 }))
  }
}

/**
 * The user and the token, from the address that the browser is sent to after the login.
 *
 * @throws {InvalidArgumentError} if it carries none.
 */
export function loginResult(address: string | URL): { uuid: string; token: string } {
  const parameters = new URL(address).searchParams
  const uuid = parameters.get('uuid') ?? parameters.get('user')
  const token = parameters.get('token')
  if (!uuid || !token) {
    rejectArgument('address', 'carries no uuid and token: the login has not come to its end')
  }
  return { uuid, token }
}
