import { ParseError, type RequestOptions } from '@kamaki/core'
import { path, Resource, requireString } from '@kamaki/core/toolkit'
import { authenticationCall } from './auth-url-error.ts'
import type { CatalogService } from './catalog.ts'

/** A token, until when it is good, and the default project of its user. */
export interface AccessToken {
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
  /** A number, as text. */
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
  roles_links?: unknown[]
  /** Uuids of the active projects that the user is a member of. Left out when an OAuth 2 token is validated. */
  projects?: string[]
}

/** All that Astakos tells about a token. */
export interface Access {
  token: AccessToken
  user: AccessUser
  serviceCatalog: CatalogService[]
}

/** What is told about an OAuth 2 access token: no catalog. */
export type ValidatedToken = Pick<Access, 'token' | 'user'>

/** Options of {@link Tokens.authenticate}. */
export interface AuthenticateOptions extends RequestOptions {
  /** Must be the uuid of the token's user, else 400. */
  tenantName?: string | undefined
  /** Sends the token as password of the user with this uuid, as OpenStack tools do; it must be that user's own. */
  username?: string | undefined
}

/** Tokens: who one belongs to, and whether an OAuth 2 one is good. */
export class Tokens extends Resource {
  /**
   * Asks Astakos about the client's token: its user, its expiry and the service catalog.
   *
   * `POST /tokens` · 200 · identity-api-guide § Authenticate
   * @throws {UnauthorizedError} if the token is unknown or expired, or its user inactive.
   * @throws {BadRequestError} if `tenantName` is not the uuid of the token's user.
   * @throws {AuthenticationUrlError} if what answers is not the identity service of a Synnefo.
   * @throws {ParseError} if the answer is the one that is given without a token.
   */
  async authenticate(options: AuthenticateOptions = {}): Promise<Access> {
    const { tenantName, username, ...rest } = options
    const json = (token: string) => ({
      auth: {
        ...(username === undefined ? { token: { id: token } } : { passwordCredentials: { username, password: token } }),
        tenantName,
      },
    })
    const access = await authenticationCall<Access>(this.http, { ...rest, json })
    if (access.token !== undefined && access.user !== undefined) return access
    // Astakos answers 200 with the catalog alone when it has not seen the credentials.
    const url = `${this.http.endpointUrl}/tokens`
    throw new ParseError(
      `${url} answered with the service catalog alone, as if no credentials had been sent: something between here and the cloud drops the request's body`,
      { status: 200, method: 'POST', url },
    )
  }

  /**
   * The service catalog, which Astakos gives to anyone: no token is needed and none is checked.
   *
   * `POST /tokens` without a body · 200 · identity-api-guide § Authenticate
   * @throws {AuthenticationUrlError} if what answers is not the identity service of a Synnefo.
   */
  async catalog(options?: RequestOptions): Promise<CatalogService[]> {
    const headers = { ...options?.headers, 'content-type': 'application/json' }
    const { serviceCatalog } = await authenticationCall<Pick<Access, 'serviceCatalog'>>(this.http, {
      ...options,
      headers,
    })
    return serviceCatalog
  }

  /**
   * Whether an OAuth 2 access token is good, and whose it is. Not for ordinary tokens: {@link Tokens.authenticate} checks those.
   * The answer has no catalog and no projects. Such tokens live 20 seconds by default.
   *
   * `GET /tokens/{tokenId}` · 200 · identity-api-guide § Validate token
   * @throws {NotFoundError} if the token is unknown or has expired, or `belongsTo` (a URL) does not begin with its scope.
   * @throws {ServerError} if `belongsTo` is given for a token without a scope: the server fails.
   */
  async validate(
    tokenId: string,
    options: RequestOptions & { belongsTo?: string | undefined } = {},
  ): Promise<ValidatedToken> {
    requireString(tokenId, 'tokenId')
    const { belongsTo, ...rest } = options
    const { access } = await this.http.json<{ access: ValidatedToken }>('GET', path`tokens/${tokenId}`, {
      ...rest,
      query: { belongsTo },
    })
    return access
  }
}
