import type { List, RequestOptions } from '@kamaki/core'
import { type Http, requireKnownFields, requireObject } from '@kamaki/core/toolkit'
import { conditionHeaders } from '../codec/conditions.ts'
import {
  type ContainerEntry,
  isContainerEntry,
  policyHeaders,
  readContainer,
  readContainerEntry,
} from '../codec/container.ts'
import { metadataHeaders } from '../codec/metadata.ts'
import { checkNewName, formatQuery } from '../codec/names.ts'
import { untilSeconds } from '../codec/until.ts'
import type { InfoOptions } from '../model/account.ts'
import type { Until } from '../model/conditions.ts'
import type {
  ContainerChanges,
  ContainerInfo,
  ContainerSummary,
  ListContainersOptions,
  NewPithosContainer,
} from '../model/container.ts'
import type { AccountLocation, ContainerLocation } from '../model/location.ts'
import type { Metadata } from '../model/metadata.ts'
import { callOptions, flag, postHeaders } from './call-options.ts'
import { pagedList, wholeList } from './paging.ts'
import { readList } from './read-list.ts'

const settings = Object.keys({
  ...{ quota: true, versioning: true, project: true, metadata: true },
} satisfies Record<keyof ContainerChanges, true>)

/** `GET /{account}` */
export function listContainers(
  http: Http,
  at: AccountLocation,
  options: ListContainersOptions,
): List<ContainerSummary> {
  const {
    shared,
    until,
    marker: start,
    limit: most,
    ifModifiedSince,
    ifUnmodifiedSince,
  } = requireObject(options, 'options')
  const headers = conditionHeaders({ ifModifiedSince, ifUnmodifiedSince })
  const filters = {
    shared: flag(shared, 'shared'),
    public: flag(options.public, 'public'),
    until: until === undefined ? undefined : untilSeconds(until),
  }
  const fetch = async (marker: string | undefined, limit: number | undefined): Promise<ContainerSummary[]> => {
    const call = callOptions(at, options, { query: { marker, limit, ...filters }, headers })
    return (await readList<ContainerEntry>(http, at.path, call, isContainerEntry)).map(readContainerEntry)
  }
  // These come whole, whatever marker and limit say.
  const whole = shared === true || options.public === true || at.id !== at.caller
  if (!whole) return pagedList(fetch, (entry) => entry.name, options)
  return wholeList(async () => {
    const entries = await fetch(start, most)
    return start === undefined ? entries : entries.filter((entry) => entry.name > start)
  }, options)
}

/** `HEAD /{account}/{container}` */
export async function headContainer(http: Http, at: ContainerLocation, options: InfoOptions): Promise<ContainerInfo> {
  const { until, ifModifiedSince, ifUnmodifiedSince } = requireObject(options, 'options')
  const query = { until: until === undefined ? undefined : untilSeconds(until) }
  const headers = conditionHeaders({ ifModifiedSince, ifUnmodifiedSince })
  const response = await http.empty('HEAD', at.path, callOptions(at, options, { query, headers, expect: 204 }))
  return readContainer(at.name, response.headers)
}

/** `HEAD /{account}/{container}`: whether it is there. */
export async function probeContainer(http: Http, at: ContainerLocation, options: RequestOptions): Promise<boolean> {
  return (await http.empty('HEAD', at.path, callOptions(at, options, { expect: [204, 404] }))).status === 204
}

/** `PUT /{account}/{container}`: says whether it was not there before. If it was, what is given is changed. */
export async function putContainer(
  http: Http,
  at: ContainerLocation,
  container: NewPithosContainer,
  options: RequestOptions,
): Promise<{ created: boolean }> {
  checkNewName(at.name, 'container')
  const headers = {
    ...policyHeaders(requireKnownFields(requireObject(container, 'container'), settings, '')),
    ...metadataHeaders('X-Container-Meta-', container.metadata ?? {}),
  }
  const call = callOptions(at, options, { query: formatQuery(at.name), headers, expect: [201, 202] })
  return { created: (await http.empty('PUT', at.path, call)).status === 201 }
}

/** `POST /{account}/{container}?update`: what is not named stays. */
export async function updateContainer(
  http: Http,
  at: ContainerLocation,
  changes: ContainerChanges,
  options: RequestOptions,
): Promise<void> {
  const headers = {
    ...policyHeaders(requireKnownFields(requireObject(changes, 'changes'), settings, '')),
    ...metadataHeaders('X-Container-Meta-', changes.metadata ?? {}, { changes: true }),
  }
  await postHeaders(http, at, { update: null, format: 'json' }, headers, options)
}

/** `POST /{account}/{container}`: replaces all metadata; the policy stays. */
export async function replaceContainerMetadata(
  http: Http,
  at: ContainerLocation,
  metadata: Metadata,
  options: RequestOptions,
): Promise<void> {
  await postHeaders(http, at, { format: 'json' }, metadataHeaders('X-Container-Meta-', metadata), options)
}

/**
 * `DELETE /{account}/{container}`: the container; with `delimiter` all objects in it instead, with `until` its history.
 */
export async function deleteContainer(
  http: Http,
  at: ContainerLocation,
  what: { readonly delimiter: string } | { readonly until: Until } | Record<string, never>,
  options: RequestOptions,
): Promise<void> {
  const query = { ...('until' in what ? { until: untilSeconds(what.until) } : what), ...formatQuery(at.name) }
  await http.empty('DELETE', at.path, callOptions(at, options, { query, expect: 204 }))
}
