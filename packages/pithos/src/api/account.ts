import type { List, RequestOptions } from '@kamaki/core'
import { encodedPath, type Http, requireKnownFields, requireObject } from '@kamaki/core/toolkit'
import { type AccountEntry, groupHeaders, isAccountEntry, readAccount, readAccountEntry } from '../codec/account.ts'
import { conditionHeaders } from '../codec/conditions.ts'
import { metadataHeaders } from '../codec/metadata.ts'
import { untilSeconds } from '../codec/until.ts'
import type { AccountChanges, AccountInfo, AccountSummary, InfoOptions } from '../model/account.ts'
import type { PageOptions } from '../model/listing.ts'
import type { AccountLocation } from '../model/location.ts'
import type { Metadata } from '../model/metadata.ts'
import { callOptions, postHeaders } from './call-options.ts'
import { wholeList } from './paging.ts'
import { readList } from './read-list.ts'

/** `GET /`: accounts that share something with the caller. */
export function listAccounts(http: Http, options: Pick<PageOptions, 'limit'> & RequestOptions): List<AccountSummary> {
  // The slash is part of the route; `limit` and `marker` are read by the server and not applied.
  const fetch = (): Promise<AccountEntry[]> =>
    readList(http, encodedPath('/'), callOptions(undefined, options), isAccountEntry)
  return wholeList(async () => (await fetch()).map(readAccountEntry), options)
}

/** `HEAD /{account}` */
export async function headAccount(http: Http, at: AccountLocation, options: InfoOptions): Promise<AccountInfo> {
  const { until, ifModifiedSince, ifUnmodifiedSince } = requireObject(options, 'options')
  const query = { until: until === undefined ? undefined : untilSeconds(until) }
  const headers = conditionHeaders({ ifModifiedSince, ifUnmodifiedSince })
  const response = await http.empty('HEAD', at.path, callOptions(at, options, { query, headers, expect: 204 }))
  return readAccount(at.id, response.headers)
}

/** `POST /{account}?update`: what is not named stays. */
export async function updateAccount(
  http: Http,
  at: AccountLocation,
  changes: AccountChanges,
  options: RequestOptions,
): Promise<void> {
  const known = requireKnownFields(requireObject(changes, 'changes'), ['metadata', 'groups'], '')
  const { metadata = {}, groups = {} } = known
  const headers = { ...metadataHeaders('X-Account-Meta-', metadata, { changes: true }), ...groupHeaders(groups) }
  await postHeaders(http, at, { update: null }, headers, options)
}

/** `POST /{account}`: replaces all metadata. */
export async function replaceAccountMetadata(
  http: Http,
  at: AccountLocation,
  metadata: Metadata,
  options: RequestOptions,
): Promise<void> {
  await postHeaders(http, at, {}, metadataHeaders('X-Account-Meta-', metadata), options)
}
