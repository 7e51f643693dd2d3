import { ParseError, type RequestOptions } from '@kamaki/core'
import { hideSecrets, path, Resource, requireOptions, requireString, unwrapped } from '@kamaki/core/toolkit'
import { authenticationCall } from './auth-url-error.ts'
import type { CatalogService } from './catalog.ts'

/** A token, when it expires, and the default project of its user. */
export interface AccessToken {
  /** The token itself. Not enumerable: read it by name; logs, inspection, `JSON.stringify` and spreads leave it out. */
  id: string
  /** ISO 8601 with offset. */
  expires: string
  tenant: {
    /** Uuid of the user's default project: the user's own uuid until another is chosen. */
    id: string
    /** The user's full name. */
    name: string
  }
}

/** An Astakos group. */
export interface Role {
  /** A number, as a string. */
  id: string
  name: string
}

/** The user that a token belongs to. */
export interface AccessUser {
  /** Uuid. */
  id: string
  /** Full name. */
  name: string
  roles: Role[]
  /** Always empty. */
  readonly roles_links?: unknown[] | undefined
  /** Uuids of the active projects that the user is a member of. Missing when an OAuth 2 token is validated. */
  readonly projects?: string[] | undefined
}

/** All that Astakos says about a token. */
export interface Access {
  token: AccessToken
  user: AccessUser
  serviceCatalog: CatalogService[]
}

/** What Astakos says about an OAuth 2 access token: no catalog. */
export type ValidatedToken = Pick<Access, 'token' | 'user'>

/** How to authenticate. */
export interface AuthenticateOptions extends RequestOptions {
  /** Must be the uuid of the token's user, else 400. */
  readonly tenantName?: string | undefined
  /** Sends the token as password of the user with this uuid, as OpenStack tools do; it must be that user's own. */
  readonly username?: string | undefined
}

/** How to validate a token. */
export interface ValidateTokenOptions extends RequestOptions {
  /** A URL that must start with the token's scope. */
  readonly belongsTo?: string | undefined
}

/** Tokens: whose a token is, and whether an OAuth 2 token is valid. */
export class Tokens extends Resource {
  /**
   * Asks Astakos about the client's token: its user, its expiry and the service catalog.
   *
   * `POST /tokens` · 200 · identity-api-guide § Authenticate
   * @throws {UnauthorizedError} if the token is unknown or expired, or its user inactive.
   * @throws {BadRequestError} if `tenantName` is not the uuid of the token's user.
   * @throws {AuthUrlError} if the server at the URL is not the identity service of a Synnefo cloud.
   * @throws {ParseError} if the response is the one to a request without a token.
   */
  async authenticate(options: AuthenticateOptions = {}): Promise<Access> {
    const { tenantName, username, ...rest } = requireOptions(options)
    const json = (token: string) => ({
      auth: {
        ...(username === undefined ? { token: { id: token } } : { passwordCredentials: { username, password: token } }),
        tenantName,
      },
    })
    const access = await authenticationCall<Access>(this.http, { ...rest, json })
    const call = { status: 200, method: 'POST', url: `${this.http.endpointUrl}/tokens` }
    if (access.token !== undefined && access.user !== undefined) return checked(access, call)
    // Astakos responds with 200 and the catalog alone when it has not seen the credentials.
    throw new ParseError(
      `POST ${call.url} returned the service catalog alone, as if no credentials had been sent. Something between here and the cloud drops the body of the request`,
      call,
    )
  }

  /**
   * The service catalog, which Astakos shows to anyone: no token is needed and none is checked.
   *
   * `POST /tokens` without a body · 200 · identity-api-guide § Authenticate
   * @throws {AuthUrlError} if the server at the URL is not the identity service of a Synnefo cloud.
   */
  async catalog(options?: RequestOptions): Promise<CatalogService[]> {
    const headers = { ...requireOptions(options).headers, 'content-type': 'application/json' }
    const { serviceCatalog } = await authenticationCall<Pick<Access, 'serviceCatalog'>>(this.http, {
      ...requireOptions(options),
      headers,
    })
    return serviceCatalog
  }

  /**
   * Whether an OAuth 2 access token is valid, and whose it is. Not for ordinary tokens: {@link Tokens.authenticate} checks those.
   * The response has no catalog and no projects. Such tokens live 20 seconds by default.
   *
   * `GET /tokens/{tokenId}` · 200 · identity-api-guide § Validate token
   * @throws {NotFoundError} if the token is unknown or has expired, or `belongsTo` (a URL) does not start with its scope.
   * @throws {ServerError} if `belongsTo` is set for a token without a scope: the server fails.
   */
  async validate(tokenId: string, options: ValidateTokenOptions = {}): Promise<ValidatedToken> {
    const { belongsTo, ...call } = requireOptions(options)
    requireString(tokenId, 'tokenId')
    const where = path`tokens/${tokenId}`
    const access = await this.unwrap<ValidatedToken>('access', 'GET', where, {
      ...call,
      query: { belongsTo },
      secrets: [tokenId],
    })
    return checked(access, { status: 200, method: 'GET', url: `${this.http.endpointUrl}/tokens/***` })
  }
}

/** The response, with the token hidden. @throws {ParseError} unless it says whose token it is. */
function checked<T extends ValidatedToken>(access: T, call: { status: number; method: string; url: string }): T {
  const token = unwrapped<AccessToken>(access, 'token', call)
  unwrapped<string>(token, 'id', call, 'string')
  unwrapped<string>(unwrapped(token, 'tenant', call), 'id', call, 'string')
  unwrapped<string>(unwrapped(access, 'user', call), 'id', call, 'string')
  hideSecrets(token, 'id')
  return access
}
