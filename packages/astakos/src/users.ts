import type { List, Path, RequestOptions } from '@kamaki/core'
import {
  hideSecrets,
  path,
  Resource,
  requireId,
  requireObject,
  requireOptions,
  requireString,
} from '@kamaki/core/toolkit'

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
  /** The four dates are ISO 8601; {@link Users.list} has none of them. */
  readonly date_joined?: string | null | undefined
  readonly moderated_at?: string | null | undefined
  readonly verified_at?: string | null | undefined
  readonly auth_token_expires?: string | null | undefined
}

/** A user to create. */
export interface NewUser {
  /** E-mail address. */
  readonly username: string
  readonly first_name: string
  readonly last_name: string
  /** Default: the server chooses one. */
  readonly password?: string | undefined
  /** Kept only if there is `metadata` too. */
  readonly affiliation?: string | undefined
  readonly metadata?: Record<string, unknown> | undefined
}

/** What to change of a user. An e-mail that the user has already is a ConflictError. */
export interface UserChanges {
  /** New e-mail address. */
  readonly username?: string | undefined
  readonly first_name?: string | undefined
  readonly last_name?: string | undefined
  readonly password?: string | undefined
  /** Needs a user who logs in with a password. */
  readonly metadata?: Record<string, unknown> | undefined
}

/**
 * A user just created. Password and token are shown here only. They are not enumerable: read them by name; logs, inspection,
 * `JSON.stringify` and spreads leave them out.
 */
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
    return this.unwrapList<AdminUser>('users', 'users', options)
  }

  /**
   * All users with their dates.
   *
   * `GET /users/detail` · 200 · snf-astakos-app/astakos/api/user.py:users_list
   */
  listDetail(options?: RequestOptions): List<AdminUser> {
    return this.unwrapList<AdminUser>('users', 'users/detail', options)
  }

  /**
   * Creates a user: verified, accepted, with the terms signed.
   *
   * `POST /users` · 200 · snf-astakos-app/astakos/api/user.py:users_create
   * @throws {ConflictError} if a verified user has that e-mail.
   */
  async create(user: NewUser, options?: RequestOptions): Promise<CreatedUser> {
    requireString(requireObject(user, 'user').username, 'username')
    const created = await this.unwrap<CreatedUser>('user', 'POST', 'users', {
      ...requireOptions(options),
      json: { user },
    })
    return hideSecrets(created, 'password', 'auth_token')
  }

  /**
   * One user, by uuid.
   *
   * `GET /users/{id}` · 200 · snf-astakos-app/astakos/api/user.py:user_detail
   * @throws {NotFoundError} if there is no such user.
   */
  async get(userId: string, options?: RequestOptions): Promise<AdminUser> {
    return this.unwrap<AdminUser>('user', 'GET', at(userId), options)
  }

  /**
   * Changes what is named, leaves the rest.
   *
   * `PUT /users/{id}` · 200 · snf-astakos-app/astakos/api/user.py:user_update
   * @throws {ConflictError} if the e-mail is taken, by this same user too.
   */
  async update(userId: string, changes: UserChanges, options?: RequestOptions): Promise<AdminUser> {
    const call = { ...requireOptions(options), json: { user: requireObject(changes, 'changes') } }
    return this.unwrap<AdminUser>('user', 'PUT', at(userId), call)
  }

  /**
   * Lets a user in. A failure on the way is not reported by the server: look at `is_active`.
   *
   * `POST /users/{id}/action` `activate` · 200 · snf-astakos-app/astakos/api/user.py:user_action
   */
  async activate(userId: string, options?: RequestOptions): Promise<{ id: string; is_active: boolean }> {
    return this.#act(userId, { activate: {} }, { ...requireOptions(options), idempotent: true })
  }

  /**
   * Locks a user out, and suspends the user's projects and memberships.
   *
   * `POST /users/{id}/action` `deactivate` · 200 · snf-astakos-app/astakos/api/user.py:user_action
   */
  async deactivate(
    userId: string,
    options: RequestOptions & { readonly reason?: string | undefined } = {},
  ): Promise<{ id: string; is_active: boolean }> {
    const { reason, ...rest } = requireOptions(options)
    return this.#act(userId, { deactivate: reason === undefined ? {} : { reason } }, { ...rest, idempotent: true })
  }

  /**
   * Creates a new token for a user; the old one becomes invalid. `auth_token` is not enumerable: read it by name.
   *
   * `POST /users/{id}/action` `renewToken` · 200 · snf-astakos-app/astakos/api/user.py:user_action
   */
  async renewToken(userId: string, options?: RequestOptions): Promise<{ id: string; auth_token: string }> {
    return this.#act(userId, { renewToken: {} }, options)
  }

  /**
   * Signs the terms of use for a user.
   *
   * `POST /users/{id}/action` `signTerms` · 200 · snf-astakos-app/astakos/api/user.py:user_action
   */
  async signTerms(userId: string, options?: RequestOptions): Promise<{ id: string; has_signed_terms: boolean }> {
    return this.#act(userId, { signTerms: {} }, { ...requireOptions(options), idempotent: true })
  }

  async #act<T extends object>(
    userId: string,
    json: unknown,
    options?: RequestOptions & { idempotent?: boolean },
  ): Promise<T> {
    return hideSecrets(
      await this.unwrap<T>('user', 'POST', `${at(userId)}/action`, { ...requireOptions(options), json }),
      'auth_token',
    )
  }
}

function at(userId: string): Path {
  return path`users/${requireId(userId, 'userId')}`
}
