import type { RequestOptions } from '@kamaki/core'
import { Resource, requireOptions } from '@kamaki/core/toolkit'
import { askCatalog, type UserCatalog, type UserCatalogQuery } from './user-catalogs.ts'

/** Uuids and names of users, for a service of the cloud: calls need the token of a component, not of a user. Nothing is cached. */
export class ServiceUserCatalogs extends Resource {
  /**
   * Names by uuid and uuids by name (e-mail), of those asked for and known.
   *
   * `POST /service/user_catalogs` · 200 · identity-api-guide § Service API Operations
   * @throws {UnauthorizedError} if the token is not a component's.
   */
  async query(query: UserCatalogQuery, options?: RequestOptions): Promise<UserCatalog> {
    return askCatalog(this.http, 'service/user_catalogs', query, options)
  }

  /**
   * Every user of the cloud: name (e-mail) by uuid.
   *
   * `POST /service/user_catalogs` with `uuids: null` · 200
   */
  async all(options?: RequestOptions): Promise<Record<string, string>> {
    const call = { ...requireOptions(options), json: { uuids: null }, idempotent: true }
    return this.unwrap('uuid_catalog', 'POST', 'service/user_catalogs', call)
  }

  /** Names by uuid, of those asked for and known. */
  async usernames(userIds: readonly string[], options?: RequestOptions): Promise<Record<string, string>> {
    return (await this.query({ uuids: userIds }, options)).uuid_catalog
  }

  /** Uuids by name (e-mail), of those asked for and known. */
  async uuids(names: readonly string[], options?: RequestOptions): Promise<Record<string, string>> {
    return (await this.query({ displaynames: names }, options)).displayname_catalog
  }
}
