import { type Http, List, path, type Query, type RequestOptions } from '@kamaki/core'
import { checkId } from '../checks.ts'
import type { FlavorId } from '../ids.ts'
import type { Link } from '../link.ts'
import { member } from '../member.ts'

export interface FlavorSummary {
  id: number
  /** Made of the rest: `C<cpus>R<MiB>D<GiB><template>`. */
  name: string
  /** `self` and `bookmark`. */
  links: Link[]
}

/** The hardware of a server. */
export interface Flavor extends FlavorSummary {
  /** MiB. */
  ram: number
  /** GiB. */
  disk: number
  vcpus: number
  'os-flavor-access:is_public': boolean
  /** `drbd` or `ext_vlmc`, say. */
  'SNF:disk_template': string
  /** The id of the type of the volumes of such servers. */
  'SNF:volume_type': number
  /** Whether servers can be made with it; some groups may where this is false. */
  'SNF:allow_create': boolean
  /** Those of the user's projects that grant access to it. */
  'SNF:flavor-access': string[]
}

/** Which flavors. A plain OpenStack knows neither filter. */
export interface ListFlavors {
  /** Only public ones, or only those that are not. */
  isPublic?: boolean | undefined
  /** Only those granted to this project, by uuid. None if the user is not in it. */
  project?: string | undefined
}

/** Flavors: what hardware servers can have. */
export class Flavors {
  readonly #http: Http

  constructor(http: Http) {
    this.#http = http
  }

  /**
   * The flavors that are offered, public ones and those granted to a project of the user: ids and names.
   *
   * `GET /flavors` · 200 · compute-api-guide § List Flavors
   */
  list(filters: ListFlavors = {}, options?: RequestOptions): List<FlavorSummary> {
    return List.of(() => this.#fetch<FlavorSummary>('flavors', filters, options))
  }

  /**
   * The flavors that are offered, public ones and those granted to a project of the user, in full.
   *
   * `GET /flavors/detail` · 200 · compute-api-guide § List Flavors
   */
  listDetail(filters: ListFlavors = {}, options?: RequestOptions): List<Flavor> {
    return List.of(() => this.#fetch<Flavor>('flavors/detail', filters, options))
  }

  async #fetch<T>(where: string, { isPublic, project }: ListFlavors, options?: RequestOptions): Promise<T[]> {
    const query: Query = {
      'SNF:is_public': isPublic === undefined ? undefined : isPublic ? 'True' : 'False',
      'SNF:flavor-access': project,
    }
    return member<T[]>(this.#http, 'flavors', 'GET', where, { ...options, query, expect: 200 })
  }

  /**
   * One flavor, also one that is no longer offered.
   *
   * `GET /flavors/{id}` · 200 · compute-api-guide § Get Flavor Details
   * @throws {NotFoundError} if there is none, or the user may not use it.
   */
  async get(id: FlavorId, options?: RequestOptions): Promise<Flavor> {
    const where = path`flavors/${checkId(id, 'id')}`
    return member<Flavor>(this.#http, 'flavor', 'GET', where, { ...options, expect: 200 })
  }

  /**
   * Extra specifications of a flavor. A Synnefo cloud has none, and does not look whether there is such a flavor.
   *
   * `GET /flavors/{id}/os-extra_specs` · 200 · flavors.py:list_os_extra_specs
   */
  async extraSpecs(id: FlavorId, options?: RequestOptions): Promise<Record<string, string>> {
    const where = path`flavors/${checkId(id, 'id')}/os-extra_specs`
    return member<Record<string, string>>(this.#http, 'extra_specs', 'GET', where, { ...options, expect: 200 })
  }
}
