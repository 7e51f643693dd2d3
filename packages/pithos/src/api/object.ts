import { type ApiResponse, type CallOptions, ParseError, type Query, type RequestOptions } from '@kamaki/core'
import {
  type BytesResponse,
  type ConfirmOptions,
  type Http,
  longestText,
  requireKnownFields,
  requireNonNegativeInteger,
  requireObject,
  requireOptions,
} from '@kamaki/core/toolkit'
import { conditionHeaders, writeConditionHeaders } from '../codec/conditions.ts'
import { readHashmap } from '../codec/hashmap.ts'
import { epochDate, isCount } from '../codec/header-values.ts'
import { malformed } from '../codec/malformed.ts'
import { boundaryOf, parseMultipartRanges, type RangePart } from '../codec/multipart-ranges.ts'
import { formatQuery } from '../codec/names.ts'
import { readObject, readWriteResult } from '../codec/object.ts'
import { propertyHeaders } from '../codec/properties.ts'
import { formatRanges, parseContentRange, resolveRange } from '../codec/ranges.ts'
import { untilSeconds } from '../codec/until.ts'
import type { ByteRange, Until } from '../model/conditions.ts'
import type { ObjectHashmap } from '../model/hashmap.ts'
import type { ObjectLocation } from '../model/location.ts'
import type { Metadata } from '../model/metadata.ts'
import type { ObjectInfo, ObjectVersion, WriteResult } from '../model/object.ts'
import type {
  ObjectChanges,
  ObjectInfoOptions,
  PithosGetOptions,
  ReplaceMetadataOptions,
  UpdateOptions,
} from '../model/object-options.ts'
import { callOptions, isQuotaRace, postHeaders } from './call-options.ts'
import { ObjectData } from './object-data.ts'

function versionQuery(options: { readonly version?: number | undefined }): Query {
  const { version } = requireObject(options, 'options')
  return { version: version === undefined ? undefined : requireNonNegativeInteger(version, 'version') }
}

/** `HEAD /{account}/{container}/{object}` */
export async function headObject(http: Http, at: ObjectLocation, options: ObjectInfoOptions): Promise<ObjectInfo> {
  const call = callOptions(at, options, { query: versionQuery(options), headers: conditionHeaders(options) })
  return readObject(at.name, await http.empty('HEAD', at.path, call))
}

/** `HEAD /{account}/{container}/{object}`: 200, or 404 if there is no such object. */
export function probeObject(http: Http, at: ObjectLocation, options: RequestOptions): Promise<BytesResponse> {
  return http.bytes('HEAD', at.path, callOptions(at, options, { expect: [200, 404] }))
}

function getCall(at: ObjectLocation, options: PithosGetOptions): CallOptions {
  const query = { ...versionQuery(options), 'disposition-type': options.dispositionType, ...at.format }
  const range: Record<string, string> = options.range === undefined ? {} : { Range: formatRanges([options.range]) }
  const headers = { ...conditionHeaders(options), ...range }
  return callOptions(at, options, { query, headers, expect: [200, 206], decode: false })
}

/** `GET /{account}/{container}/{object}`; the body is left open. */
export async function sendGetObject(http: Http, at: ObjectLocation, options: PithosGetOptions): Promise<ApiResponse> {
  return http.send('GET', at.path, getCall(at, options))
}

/** `GET /{account}/{container}/{object}`; `read` reads the body within the call's limits and retries, see `Http.read`. */
export function readObjectContent<T>(
  http: Http,
  at: ObjectLocation,
  options: () => PithosGetOptions,
  retryOn: (error: unknown) => boolean,
  read: (response: ApiResponse, progressed: () => void) => Promise<T>,
): Promise<T> {
  return http.read('GET', at.path, () => ({ ...getCall(at, options()), retryOn }), read)
}

/** `GET /{account}/{container}/{object}` */
export async function getObject(http: Http, at: ObjectLocation, options: PithosGetOptions): Promise<ObjectData> {
  return ObjectData.of(await sendGetObject(http, at, options), at.name)
}

/** `GET /{account}/{container}/{object}` with several ranges. */
export async function getRanges(
  http: Http,
  at: ObjectLocation,
  ranges: readonly ByteRange[],
  options: ObjectInfoOptions,
): Promise<RangePart[]> {
  const headers = { ...conditionHeaders(options), Range: formatRanges(ranges) }
  const query = { ...versionQuery(options), ...at.format }
  const call = callOptions(at, options, { query, headers, expect: [200, 206], decode: false })
  const response = await http.bytes('GET', at.path, call)
  const boundary = boundaryOf(response.headers.get('content-type'))
  if (response.status === 206 && boundary !== undefined && ranges.length > 1) {
    try {
      const parts = parseMultipartRanges(response.bytes, boundary)
      if (parts.length === ranges.length) return parts
    } catch (cause) {
      throw malformed(String(cause instanceof Error ? cause.message : cause), response, 'GET')
    }
    throw malformed('The response has another number of ranges than were asked for', response, 'GET')
  }
  const only = parseContentRange(response.headers.get('content-range'))
  if (response.status === 206 && only !== undefined && ranges.length === 1)
    return [{ first: only.first, last: only.last, bytes: response.bytes }]
  if (response.status === 206) throw malformed('The response does not say which ranges it holds', response, 'GET')
  // A proxy that knows no ranges sends everything.
  return ranges.map((range) => {
    const place = resolveRange(range, response.bytes.length)
    if (place === undefined) throw malformed('The response is shorter than the object', response, 'GET')
    return { first: place.start, last: place.end - 1, bytes: response.bytes.subarray(place.start, place.end) }
  })
}

/** A request of a hashmap; of one that content waits for, which has a slot of the client's `concurrency` meanwhile. */
export type HashmapRequest = ObjectInfoOptions & Pick<CallOptions, 'withinSlot'>

/** `GET /{account}/{container}/{object}?hashmap` */
export async function getHashmap(http: Http, at: ObjectLocation, options: HashmapRequest): Promise<ObjectHashmap> {
  const call = callOptions(at, options, {
    query: { hashmap: null, ...versionQuery(options), ...at.format },
    withinSlot: options.withinSlot,
    headers: conditionHeaders(options),
    expect: 200,
    decode: false,
    retryOn: ParseError.isInstance,
  })
  // Labelled with the object's own type, so it is read by what was asked for.
  return http.read('GET', at.path, call, async (response) => {
    const map = readHashmap(await response.json(), response)
    return { ...map, info: readObject(at.name, response, map.bytes) }
  })
}

/** Version and seconds since 1970 of each. */
interface VersionList {
  readonly versions: readonly (readonly [number, string | number])[]
}

/** `GET /{account}/{container}/{object}?version=list` */
export async function listVersions(http: Http, at: ObjectLocation, options: RequestOptions): Promise<ObjectVersion[]> {
  const call = callOptions(at, options, {
    query: { version: 'list', ...at.format },
    expect: 200,
    maxBytes: longestText,
  })
  const response = await http.bytes('GET', at.path, call)
  const { versions } = ((await response.json<Partial<VersionList> | null>()) ?? {}) as Partial<VersionList>
  if (!Array.isArray(versions)) throw malformed('The response is not a list of versions', response, 'GET')
  return versions.map((entry: unknown) => {
    const [version, seconds] = Array.isArray(entry) ? (entry as unknown[]) : []
    const created = epochDate(seconds)
    if (!isCount(version) || created === undefined)
      throw malformed('The response is not a list of versions and their times', response, 'GET')
    return { version, created }
  })
}

const changeNames = Object.keys({
  ...{ contentEncoding: true, contentDisposition: true, manifest: true, metadata: true, sharing: true, public: true },
} satisfies Record<keyof ObjectChanges, true>)

/** `POST /{account}/{container}/{object}?update`: what is not named stays. */
export async function updateObject(
  http: Http,
  at: ObjectLocation,
  changes: ObjectChanges,
  options: UpdateOptions,
): Promise<WriteResult> {
  requireKnownFields(requireObject(changes, 'changes'), changeNames, '')
  return post(http, at, { update: null, ...at.format }, changes, options)
}

/** `POST /{account}/{container}/{object}`: replaces all metadata, encoding and disposition. */
export function replaceObjectMetadata(
  http: Http,
  at: ObjectLocation,
  metadata: Metadata,
  options: ReplaceMetadataOptions,
): Promise<WriteResult> {
  const { contentEncoding, contentDisposition } = requireObject(options, 'options')
  return post(http, at, at.format, { contentEncoding, contentDisposition, metadata }, options)
}

async function post(
  http: Http,
  at: ObjectLocation,
  query: Query,
  changes: ObjectChanges,
  options: UpdateOptions,
): Promise<WriteResult> {
  // A type would make the server take it for a change of the content.
  const properties = propertyHeaders({ ...changes, contentType: undefined }, { changes: 'update' in query })
  const headers = { ...properties, ...writeConditionHeaders(options) }
  return readWriteResult(await postHeaders(http, at, query, headers, options))
}

/** `DELETE /{account}/{container}/{object}`; with `delimiter` all below its name as well, with `until` its history instead. */
export async function deleteObject(
  http: Http,
  at: ObjectLocation,
  what: { readonly delimiter: string } | { readonly until: Until } | Record<string, never>,
  options: RequestOptions & ConfirmOptions<ApiResponse>,
): Promise<void> {
  const query = { ...('until' in what ? { until: untilSeconds(what.until) } : what), ...formatQuery(at.name) }
  const { confirm } = requireOptions(options)
  const repeat = confirm === undefined ? {} : { confirm, idempotent: false, retryOn: isQuotaRace }
  await http.empty('DELETE', at.path, callOptions(at, options, { query, expect: 204, ...repeat }))
}
