import type { Link, List, RequestOptions } from '@kamaki/core'
import { findByName, path, Resource, requireId, requireOptions } from '@kamaki/core/toolkit'
import type { FlavorId } from '../common/types.ts'

export interface FlavorSummary {
  id: number
  /** Composed of the rest: `C<cpus>R<MiB>D<GiB><template>`. */
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
  /** Whether servers can be created with it; some groups may where this is false. */
  'SNF:allow_create': boolean
  /** Those of the user's projects that grant access to it. */
  'SNF:flavor-access': string[]
}

/** Filters of flavors. A plain OpenStack has neither. */
export interface ListFlavorsOptions extends RequestOptions {
  /** Only public ones, or only those that are not. */
  readonly isPublic?: boolean | undefined
  /** Only those granted to this project, by uuid. None if the user is not in it. */
  readonly project?: string | undefined
}

/** Flavors: what hardware servers can have. */
export class Flavors extends Resource {
  /**
   * The flavors that are offered, public ones and those granted to the user's projects: ids and names.
   *
   * `GET /flavors` · 200 · compute-api-guide § List Flavors
   */
  list(options: ListFlavorsOptions = {}): List<FlavorSummary> {
    return this.#list<FlavorSummary>('flavors', options)
  }

  /**
   * The flavors that are offered, public ones and those granted to the user's projects, with all fields.
   *
   * `GET /flavors/detail` · 200 · compute-api-guide § List Flavors
   */
  listDetail(options: ListFlavorsOptions = {}): List<Flavor> {
    return this.#list<Flavor>('flavors/detail', options)
  }

  #list<T>(where: string, options: ListFlavorsOptions): List<T> {
    const { isPublic, project, ...call } = requireOptions(options)
    const query = {
      'SNF:is_public': isPublic === undefined ? undefined : isPublic ? 'True' : 'False',
      'SNF:flavor-access': project,
    }
    return this.unwrapList<T>('flavors', where, { ...call, query, expect: 200 })
  }

  /**
   * The one flavor with a name.
   *
   * `GET /flavors/detail` · 200
   * @throws {LookupError} if none has it, or several have: `matches` has their ids.
   */
  async find(name: string, options?: ListFlavorsOptions): Promise<Flavor> {
    return findByName(this.listDetail(options), name, { noun: 'flavor', resource: 'flavors' })
  }

  /**
   * One flavor, even one that is no longer offered.
   *
   * `GET /flavors/{id}` · 200 · compute-api-guide § Get Flavor Details
   * @throws {NotFoundError} if there is none, or the user may not use it.
   */
  async get(flavorId: FlavorId, options?: RequestOptions): Promise<Flavor> {
    const where = path`flavors/${requireId(flavorId, 'flavorId')}`
    return this.unwrap<Flavor>('flavor', 'GET', where, { ...requireOptions(options), expect: 200 })
  }

  /**
   * Extra specifications of a flavor. A Synnefo cloud has none, and does not check whether there is such a flavor.
   *
   * `GET /flavors/{id}/os-extra_specs` · 200 · flavors.py:list_os_extra_specs
   */
  async extraSpecs(flavorId: FlavorId, options?: RequestOptions): Promise<Record<string, string>> {
    const where = path`flavors/${requireId(flavorId, 'flavorId')}/os-extra_specs`
    return this.unwrap<Record<string, string>>('extra_specs', 'GET', where, { ...requireOptions(options), expect: 200 })
  }
}
