import type { List, RequestOptions } from '@kamaki/core'
import { path, Resource, requireId, requireString, unwrap, unwrapList } from '@kamaki/core/toolkit'

/** A way in which a user may log in. */
export interface AuthMethod {
  identifier: string | null
  active: boolean
  affiliation: string | null
  /** `astakos`, `shibboleth` ... */
  backend: string
  metadata: Record<string, unknown>
}

/** A user, as administrators see one. */
export interface AdminUser {
  /** Uuid. */
  id: string
  first_name: string
  last_name: string
  email: string
  is_active: boolean
  is_rejected: boolean
  deactivated_reason: string | null
  accepted_policy: string | null
  rejected_reason: string | null
  /** Names of Astakos groups. */
  roles: string[]
  authentication_methods: AuthMethod[]
  /** The four dates are ISO 8601, and are left out of {@link Users.list}. */
  date_joined?: string | null
  moderated_at?: string | null
  verified_at?: string | null
  auth_token_expires?: string | null
}

/** A user to be made. */
export interface NewUser {
  /** E-mail address. */
  username: string
  first_name: string
  last_name: string
  /** Made up by the server when left out. */
  password?: string
  /** Kept only when `metadata` is given too. */
  affiliation?: string
  metadata?: Record<string, unknown>
}

/** What of a user to change. Sending the e-mail that the user already has is 409. */
export interface UserChanges {
  /** New e-mail address. */
  username?: string
  first_name?: string
  last_name?: string
  password?: string
  /** Needs a user who logs in with a password. */
  metadata?: Record<string, unknown>
}

/** A user just made. The password and the token are told here only. */
export interface CreatedUser {
  id: string
  password: string
  auth_token: string
}

/**
 * The users of the cloud, for administrators.
 *
 * Most clouds have this API switched off (`ASTAKOS_ADMIN_API_ENABLED`): every call is then a `BadRequestError` "API endpoint not found".
 * Where it is on, the token's user must be in a permitted group (`admin-api` by default), else `ForbiddenError`.
 */
export class Users extends Resource {
  /**
   * All users, without their dates.
   *
   * `GET /users` · 200 · snf-astakos-app/astakos/api/user.py:users_list
   */
  list(options?: RequestOptions): List<AdminUser> {
    return unwrapList<AdminUser>(this.http, 'users', 'users', options)
  }

  /**
   * All users with their dates.
   *
   * `GET /users/detail` · 200 · snf-astakos-app/astakos/api/user.py:users_list
   */
  listDetail(options?: RequestOptions): List<AdminUser> {
    return unwrapList<AdminUser>(this.http, 'users', 'users/detail', options)
  }

  /**
   * Makes a user: verified, accepted, with the terms signed.
   *
   * `POST /users` · 200 · snf-astakos-app/astakos/api/user.py:users_create
   * @throws {ConflictError} if a verified user has that e-mail.
   */
  async create(user: NewUser, options?: RequestOptions): Promise<CreatedUser> {
    requireString(user.username, 'username')
    return unwrap<CreatedUser>(this.http, 'user', 'POST', 'users', { ...options, json: { user } })
  }

  /**
   * One user, by uuid.
   *
   * `GET /users/{id}` · 200 · snf-astakos-app/astakos/api/user.py:user_detail
   * @throws {NotFoundError} if there is no such user.
   */
  async get(id: string, options?: RequestOptions): Promise<AdminUser> {
    return unwrap<AdminUser>(this.http, 'user', 'GET', path`users/${requireId(id, 'id')}`, options)
  }

  /**
   * Changes what is given, leaves the rest.
   *
   * `PUT /users/{id}` · 200 · snf-astakos-app/astakos/api/user.py:user_update
   * @throws {ConflictError} if the e-mail is taken, by this same user too.
   */
  async update(id: string, changes: UserChanges, options?: RequestOptions): Promise<AdminUser> {
    const call = { ...options, json: { user: changes } }
    return unwrap<AdminUser>(this.http, 'user', 'PUT', path`users/${requireId(id, 'id')}`, call)
  }

  /**
   * Lets a user in. A failure on the way is not reported by the server: look at `is_active`.
   *
   * `POST /users/{id}/action` `activate` · 200 · snf-astakos-app/astakos/api/user.py:user_action
   */
  async activate(id: string, options?: RequestOptions): Promise<{ id: string; is_active: boolean }> {
    return this.#act(id, { activate: {} }, { ...options, idempotent: true })
  }

  /**
   * Locks a user out, and suspends the user's projects and memberships.
   *
   * `POST /users/{id}/action` `deactivate` · 200 · snf-astakos-app/astakos/api/user.py:user_action
   */
  async deactivate(
    id: string,
    options: RequestOptions & { reason?: string | undefined } = {},
  ): Promise<{ id: string; is_active: boolean }> {
    const { reason, ...rest } = options
    return this.#act(id, { deactivate: reason === undefined ? {} : { reason } }, { ...rest, idempotent: true })
  }

  /**
   * Gives a user a new token; the old one is no longer good.
   *
   * `POST /users/{id}/action` `renewToken` · 200 · snf-astakos-app/astakos/api/user.py:user_action
   */
  async renewToken(id: string, options?: RequestOptions): Promise<{ id: string; auth_token: string }> {
    return this.#act(id, { renewToken: {} }, options)
  }

  /**
   * Signs the terms of use for a user.
   *
   * `POST /users/{id}/action` `signTerms` · 200 · snf-astakos-app/astakos/api/user.py:user_action
   */
  async signTerms(id: string, options?: RequestOptions): Promise<{ id: string; has_signed_terms: boolean }> {
    return this.#act(id, { signTerms: {} }, { ...options, idempotent: true })
  }

  async #act<T>(id: string, json: unknown, options?: RequestOptions & { idempotent?: boolean }): Promise<T> {
    return unwrap<T>(this.http, 'user', 'POST', path`users/${requireId(id, 'id')}/action`, { ...options, json })
  }
}
