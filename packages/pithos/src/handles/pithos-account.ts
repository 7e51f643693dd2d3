import type { RequestOptions } from '@kamaki/core'
import type { Http } from '@kamaki/core/toolkit'
import { type AccountInfo, accountInfo } from '../codec/account-info.ts'
import { conditionHeaders } from '../codec/conditions.ts'
import { headerText } from '../codec/header-text.ts'
import { encodeHeaderName, type MetadataChanges, metadataHeaders } from '../codec/metadata.ts'
import { untilSeconds } from '../codec/until.ts'
import { invalid } from '../invalid.ts'
import { requestOf, withHeaders } from '../request.ts'
import { type LookOptions, PithosContainer } from './pithos-container.ts'
import { PithosContainers } from './pithos-containers.ts'
import { StorageAccount } from './storage-account.ts'

/** Groups by name: the uuids of their members. */
export type Groups = Record<string, readonly string[]>

function groupHeaders(groups: Groups, changes: boolean): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, members] of Object.entries(groups)) {
    if (name === '' || /[-_\s~,:;=/]/.test(name)) {
      throw invalid('groups', `"${name}" cannot be the name of a group: no "-", "_", "~", white space or punctuation`)
    }
    if (members.length === 0 && !changes) throw invalid('groups', `the group "${name}" has no members: leave it out`)
    for (const member of members) {
      if (member === '' || /[\s,~]/.test(member)) throw invalid('groups', `"${member}" is not the uuid of a user`)
    }
    headers[`X-Account-Group-${encodeHeaderName(name)}`] = headerText(members.join(','), 'groups')
  }
  return headers
}

/** An account of Pithos. */
export class PithosAccount extends StorageAccount {
  readonly #own: string | undefined

  constructor(http: Http, id: string, own: string | undefined = id) {
    super(http, id)
    this.#own = own
  }

  override get containers(): PithosContainers {
    return new PithosContainers(this.http, this.id, this.#own)
  }

  override container(name: string): PithosContainer {
    return new PithosContainer(this.http, this.id, name, this.#own)
  }

  /**
   * What the account is: use, quota, groups, metadata. Others than its owner are told nothing but when it last changed.
   *
   * `HEAD /{account}` · 204 · object-api-guide § Account Level / HEAD
   * @throws {ForbiddenError} if it is someone else's and nothing in it is shared with the caller.
   */
  override async info(options: LookOptions = {}): Promise<AccountInfo> {
    const { until, ifModifiedSince, ifUnmodifiedSince } = options
    const query = { until: until === undefined ? undefined : untilSeconds(until) }
    const headers = conditionHeaders({ ifModifiedSince, ifUnmodifiedSince })
    return accountInfo(
      (await this.http.empty('HEAD', this.path, withHeaders({ ...requestOf(options), query, expect: 204 }, headers)))
        .headers,
    )
  }

  /**
   * Changes metadata: what is named is set, null deletes, all else stays.
   *
   * `POST /{account}?update` · 202 · object-api-guide § Account Level / POST
   */
  async updateMetadata(changes: MetadataChanges, options: RequestOptions = {}): Promise<void> {
    await this.#update(metadataHeaders('X-Account-Meta-', changes, { changes: true }), options)
  }

  /**
   * Sets the members of groups; a group without members is deleted, all others stay. A group is named
   * `<account uuid>:<group>` where objects are shared. Names are lower case, without `-` and `_`; at most 32 groups of 32 members.
   *
   * `POST /{account}?update` · 202 · object-api-guide § Account Level / POST
   * @throws {BadRequestError} if a member is not a user.
   */
  async updateGroups(groups: Groups, options: RequestOptions = {}): Promise<void> {
    await this.#update(groupHeaders(groups, true), options)
  }

  async #update(headers: Record<string, string>, options: RequestOptions): Promise<void> {
    const call = { ...requestOf(options), query: { update: null }, idempotent: true, expect: 202 }
    await this.http.empty('POST', this.path, withHeaders(call, headers))
  }
}
