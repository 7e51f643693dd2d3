import type { RequestOptions } from '@kamaki/core'
import {
  formatValue,
  type Http,
  misshapen,
  Resource,
  rejectArgument,
  requireObject,
  requireOptions,
  requireString,
  unwrapped,
} from '@kamaki/core/toolkit'

/** Names (e-mails) by uuid and uuids by name. What the cloud does not know is missing. */
export interface UserCatalog {
  /** Uuid → name. */
  uuid_catalog: Record<string, string>
  /** Name, in the letter case it was asked in → uuid. */
  displayname_catalog: Record<string, string>
}

/** What to look up. */
export interface UserCatalogQuery {
  readonly uuids?: readonly string[] | undefined
  /** E-mails; letter case does not matter. */
  readonly displaynames?: readonly string[] | undefined
}

/** Uuids and names (e-mails) of users, for any user of the cloud. Keeps what it learned as long as the client lives. */
export class UserCatalogs extends Resource {
  readonly #names = new Map<string, string>()
  readonly #uuids = new Map<string, string>()

  /**
   * Asks the cloud, even for what is known already.
   *
   * `POST /user_catalogs` · 200 · identity-api-guide § Get User catalogs
   */
  async query(query: UserCatalogQuery, options?: RequestOptions): Promise<UserCatalog> {
    const catalog = await askCatalog(this.http, 'user_catalogs', query, options)
    for (const [uuid, name] of Object.entries(catalog.uuid_catalog)) this.#names.set(uuid, name)
    for (const [name, uuid] of Object.entries(catalog.displayname_catalog)) this.#uuids.set(name, uuid)
    return catalog
  }

  /**
   * Names by uuid, of those asked for and known to the cloud. Requests only what is not known yet.
   *
   * `POST /user_catalogs` · 200
   */
  async usernames(userIds: readonly string[], options?: RequestOptions): Promise<Record<string, string>> {
    requireStrings(userIds, 'userIds')
    return this.#lookUp(this.#names, userIds, 'uuids', options)
  }

  /**
   * Uuids by name (e-mail), of those asked for and known to the cloud. Requests only what is not known yet.
   *
   * `POST /user_catalogs` · 200
   */
  async uuids(names: readonly string[], options?: RequestOptions): Promise<Record<string, string>> {
    requireStrings(names, 'names')
    return this.#lookUp(this.#uuids, names, 'displaynames', options)
  }

  /** The name (e-mail) of one user, or `undefined` if the cloud knows no such uuid. */
  async username(userId: string, options?: RequestOptions): Promise<string | undefined> {
    requireString(userId, 'userId')
    return own(await this.usernames([userId], options), userId)
  }

  /** The uuid of one user, or `undefined` if the cloud knows no such name. */
  async uuid(name: string, options?: RequestOptions): Promise<string | undefined> {
    requireString(name, 'name')
    return own(await this.uuids([name], options), name)
  }

  async #lookUp(
    known: Map<string, string>,
    keys: readonly string[],
    what: keyof UserCatalogQuery,
    options?: RequestOptions,
  ): Promise<Record<string, string>> {
    const missing = [...new Set(keys)].filter((key) => !known.has(key))
    if (missing.length > 0) await this.query({ [what]: missing }, options)
    return Object.fromEntries(
      keys.flatMap((key) => {
        const value = known.get(key)
        return value === undefined ? [] : [[key, value]]
      }),
    )
  }
}

/** One request for a catalog, checked both ways: the server would take a string in place of an array letter by letter, or fail with 500. */
export async function askCatalog(
  http: Http,
  target: string,
  query: UserCatalogQuery,
  options?: RequestOptions,
): Promise<UserCatalog> {
  const { uuids, displaynames } = requireObject(query, 'query')
  if (uuids !== undefined) requireStrings(uuids, 'uuids')
  if (displaynames !== undefined) requireStrings(displaynames, 'displaynames')
  const json = { uuids, displaynames }
  const response = await http.json<unknown>('POST', target, { ...requireOptions(options), json, idempotent: true })
  const call = { status: 200, method: 'POST', url: `${http.endpointUrl}/${target}` }
  const part = (key: keyof UserCatalog, asked: unknown): Record<string, string> => {
    const names = asked === undefined ? {} : unwrapped<Record<string, string>>(response, key, call)
    if (Object.values(names).some((name: unknown) => typeof name !== 'string'))
      throw misshapen(call, `has other values than strings in its '${key}' field`)
    return names
  }
  return {
    uuid_catalog: part('uuid_catalog', uuids),
    displayname_catalog: part('displayname_catalog', displaynames),
  }
}

/** `constructor` and the like are not keys of an empty object. */
function own(found: Record<string, string>, key: string): string | undefined {
  return Object.hasOwn(found, key) ? found[key] : undefined
}

function requireStrings(values: readonly string[], parameter: string): void {
  if (!Array.isArray(values) || values.some((value) => typeof value !== 'string')) {
    rejectArgument(parameter, `must be an array of strings; got ${formatValue(values)}`)
  }
}
