import { type ApiResponse, ParseError, type RequestOptions } from '@kamaki/core'
import {
  type Http,
  hideSecrets,
  Resource,
  rejectArgument,
  requireObject,
  requireOptions,
  requireString,
} from '@kamaki/core/toolkit'
import { encodeForm, FORM, formBody } from './form-body.ts'

/** What a client application asks the user for. */
export interface AuthorizationRequest {
  readonly clientId: string
  /** Where to send the browser back to: a registered URI, or below one. Default: the client's first one. */
  readonly redirectUri?: string | undefined
  /** Only the first word is kept. Default: the redirect URI. */
  readonly scope?: string | undefined
  /** Comes back unchanged; a value that cannot be guessed protects against forged responses. */
  readonly state?: string | undefined
}

/** The response to an authorization request. */
export type AuthorizationResponse =
  | {
      kind: 'redirect'
      /** `redirectUri` with `code` and `state` for a trusted client, else the login page. */
      location: string
    }
  | { kind: 'consent'; client: string; redirect_uri: string; scope: string; state: string | null }

/** Cookies of a browser that is logged in to Astakos, for {@link OAuth2.confirm}. */
export interface BrowserSession {
  /** The Cookie header: the session's, and `csrftoken`. */
  readonly cookie: string
  readonly csrfToken: string
}

/** A code to exchange for an access token. */
export interface TokenGrant {
  /** Default, and the only one that Synnefo knows: `authorization_code`. */
  readonly grantType?: string | undefined
  readonly code?: string | undefined
  /** Must be the one that the code was requested with. */
  readonly redirectUri?: string | undefined
  readonly clientId: string
  /** Of confidential clients. */
  readonly clientSecret?: string | undefined
}

/** An access token. */
export interface GrantedToken {
  /** Not enumerable: read it by name; logs, inspection, `JSON.stringify` and spreads leave it out. */
  access_token: string
  token_type: 'Bearer'
  /** Seconds, 20 by default: just long enough to find out whose it is, by `tokens.validate`. */
  expires_in: number
}

/**
 * OAuth 2 (authorization code) with Astakos as provider. Send the user's browser to {@link OAuth2.authorizeUrl}, and pass
 * the code that it comes back with to {@link OAuth2.grant}. Failures are `BadRequestError`, whatever went wrong. The server
 * responds over https only.
 */
export class OAuth2 extends Resource {
  readonly #url: (options?: RequestOptions) => Promise<string>

  /** @param url returns the endpoint of the service `astakos_auth`. */
  constructor(http: Http, url: (options?: RequestOptions) => Promise<string>) {
    super(http)
    this.#url = url
  }

  /** Where to send the user's browser. Only the service catalog is requested. */
  async authorizeUrl(request: AuthorizationRequest, options?: RequestOptions): Promise<string> {
    const query = encodeForm(fields(request))
    return `${await this.#url(options)}/auth?${query}`
  }

  /**
   * Asks as the user's browser would. Without the browser's session cookie (`headers: { cookie }`) the response is the login page.
   * In browsers `fetch` hides where a redirect goes: use {@link OAuth2.authorizeUrl} there.
   *
   * `GET /auth` · 200 (consent is needed) or 302 · snf-astakos-app/astakos/oa2/backends/base.py:authorize
   */
  async authorize(request: AuthorizationRequest, options?: RequestOptions): Promise<AuthorizationResponse> {
    const response = await this.http.send('GET', 'auth', {
      ...requireOptions(options),
      query: fields(request),
      expect: [200, 302],
    })
    if (response.status === 302) {
      await response.cancel()
      return { kind: 'redirect', location: locationOf(response, 'GET') }
    }
    return { kind: 'consent', ...(await response.json<Omit<AuthorizationResponse & { kind: 'consent' }, 'kind'>>()) }
  }

  /**
   * Consents in the user's name, with the cookies of the user's own session and their CSRF token.
   *
   * `POST /auth` · 302 · snf-astakos-app/astakos/oa2/backends/base.py:authorize
   * @returns where the browser is sent: `redirectUri` with `code` and `state`.
   * @throws {ForbiddenError} without a CSRF token.
   */
  async confirm(request: AuthorizationRequest, session: BrowserSession, options?: RequestOptions): Promise<string> {
    const headers = {
      ...requireOptions(options).headers,
      cookie: requireObject(session, 'session').cookie,
      'x-csrftoken': session.csrfToken,
      'content-type': FORM,
    }
    const call = { ...requireOptions(options), headers, body: formBody(fields(request)), expect: 302 }
    return locationOf(await this.http.empty('POST', 'auth', call), 'POST')
  }

  /**
   * Exchanges a code for an access token. A code works once.
   *
   * `POST /token` · 200 · snf-astakos-app/astakos/oa2/backends/base.py:grant_token
   * @throws {BadRequestError} for any failure, a wrong secret and an unknown code included.
   */
  async grant(grant: TokenGrant, options?: RequestOptions): Promise<GrantedToken> {
    const {
      grantType = 'authorization_code',
      code,
      redirectUri,
      clientId,
      clientSecret,
    } = requireObject(grant, 'grant')
    requireString(clientId, 'clientId')
    const form = { grant_type: grantType, code, redirect_uri: redirectUri }
    const headers: Record<string, string> = { ...requireOptions(options).headers, 'content-type': FORM }
    if (clientSecret !== undefined) headers['authorization'] = basic(clientId, clientSecret)
    const secrets = [code, clientSecret].filter((secret) => secret !== undefined)
    const body = formBody(clientSecret === undefined ? { ...form, client_id: clientId } : form)
    const granted = await this.bare<GrantedToken>('POST', 'token', {
      ...requireOptions(options),
      headers,
      body,
      secrets,
    })
    return hideSecrets(granted, 'access_token', 'refresh_token')
  }
}

function fields(request: AuthorizationRequest): Record<string, string | undefined> {
  requireString(requireObject(request, 'request').clientId, 'clientId')
  return {
    response_type: 'code',
    client_id: request.clientId,
    redirect_uri: request.redirectUri,
    scope: request.scope,
    state: request.state,
  }
}

/** Basic authorization. The server splits at each colon, so that it cannot be part of either. */
function basic(clientId: string, clientSecret: string): string {
  for (const [parameter, value] of Object.entries({ clientId, clientSecret })) {
    if (requireString(value, parameter).includes(':')) {
      rejectArgument(parameter, 'must not contain a colon: Astakos could not read it')
    }
  }
  const bytes = new TextEncoder().encode(`${clientId}:${clientSecret}`)
  return `Basic ${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`
}

/** Where a 302 leads: the server writes its own addresses without scheme and host. */
export function locationOf({ status, headers, url }: ApiResponse, method: string): string {
  const location = headers.get('location')
  if (location !== null && URL.canParse(location, url)) return new URL(location, url).href
  const problem = location === null ? 'without a Location' : 'whose Location is not a valid URL'
  throw new ParseError(`The response to ${method} ${url} is a ${status} ${problem}`, { status, method, url })
}
