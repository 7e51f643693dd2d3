import type { ApiResponse, Body, CallOptions, RequestOptions } from '@kamaki/core'
import {
  type BytesResponse,
  type ConfirmOptions,
  formatValue,
  type Http,
  rejectArgument,
  requireArray,
  requireNonNegativeInteger,
  requireObject,
  requirePositiveInteger,
  requireString,
  responseError,
} from '@kamaki/core/toolkit'
import { isBlob, requireBody, requireBytes, unreadable } from '../codec/body.ts'
import { isConditional, writeConditionHeaders } from '../codec/conditions.ts'
import { formBody } from '../codec/form-data.ts'
import { refHeaders } from '../codec/location.ts'
import { malformed } from '../codec/malformed.ts'
import { metadataHeaders } from '../codec/metadata.ts'
import { checkNewName } from '../codec/names.ts'
import { readWriteResult } from '../codec/object.ts'
import { contentTypeOf, manifestHeader, propertyHeaders } from '../codec/properties.ts'
import type { NewHashmap } from '../model/hashmap.ts'
import type { ObjectLocation } from '../model/location.ts'
import type { ManifestParts, WriteResult } from '../model/object.ts'
import type { PutHashmapOptions, PutOptions, WriteFromOptions, WriteOptions } from '../model/object-options.ts'
import { callOptions, isQuotaRace } from './call-options.ts'

/** Headers of a write of a whole object. @throws {InvalidArgumentError} for what must not be sent. */
export function putHeaders(
  at: ObjectLocation,
  options: PutHashmapOptions,
  typeOfBody?: string,
): Record<string, string> {
  checkNewName(at.name, 'object')
  return {
    'Content-Type': contentTypeOf(at.name, typeOfBody),
    ...propertyHeaders(options),
    ...writeConditionHeaders(options),
  }
}

/** `PUT /{account}/{container}/{object}` */
export async function putObject(
  http: Http,
  at: ObjectLocation,
  body: Body,
  options: PutOptions & ConfirmOptions<ApiResponse>,
): Promise<WriteResult> {
  const { md5, contentLength, confirm } = requireObject(options, 'options')
  const content = await requireBody(body, 'body')
  try {
    const headers = putHeaders(at, options, isBlob(content) ? content.type : undefined)
    if (md5 !== undefined) headers['ETag'] = requireMd5(md5)
    const repeat = { idempotent: !isConditional(options), retryOn: isQuotaRace, confirm }
    const call = callOptions(at, options, {
      query: at.format,
      headers,
      body: content,
      contentLength,
      expect: 201,
      ...repeat,
    })
    return readWriteResult(await http.empty('PUT', at.path, call))
  } catch (error) {
    // One that was not begun to be sent is let go here.
    if (content instanceof ReadableStream && !content.locked) content.cancel(error).catch(() => undefined)
    throw isBlob(content) && Reflect.get(Object(error), 'name') === 'NotReadableError' ? unreadable(error) : error
  }
}

/** Of an empty ETag or another word the server would check nothing, or take right content for wrong. */
function requireMd5(md5: string): string {
  if (typeof md5 === 'string' && /^[0-9a-f]{32}$/i.test(md5)) return md5.toLowerCase()
  return rejectArgument('md5', `must be an MD5 in hex, 32 digits; got ${formatValue(md5)}`)
}

/** What became of a write by hashmap: nothing was written where blocks are missing. */
export interface HashmapResult {
  readonly missing: readonly string[]
  readonly written: WriteResult | undefined
}

/** `PUT /{account}/{container}/{object}?hashmap` */
export async function putHashmap(
  http: Http,
  at: ObjectLocation,
  map: NewHashmap,
  options: PutHashmapOptions & ConfirmOptions<BytesResponse>,
): Promise<HashmapResult> {
  const { bytes, hashes } = requireObject(map, 'map')
  for (const hash of requireArray(hashes, 'map.hashes')) requireString(hash, 'map.hashes')
  const call = callOptions(at, options, {
    query: { hashmap: null, ...at.format },
    headers: putHeaders(at, options),
    body: JSON.stringify({ bytes, hashes }),
    expect: [201, 409],
    idempotent: !isConditional(options),
    retryOn: isQuotaRace,
    confirm: options.confirm,
  })
  const response = await http.bytes('PUT', at.path, call)
  if (response.status !== 409) return { missing: [], written: readWriteResult(response) }
  const missing = await response.json<unknown>().catch(() => undefined)
  const offered = new Set(hashes.map((hash) => hash.toLowerCase()))
  if (Array.isArray(missing) && missing.every((hash) => typeof hash === 'string' && offered.has(hash.toLowerCase())))
    return { missing, written: undefined }
  const text = new TextDecoder().decode(response.bytes)
  // A list that was damaged on the way, or is of something else.
  if (Array.isArray(missing) || /^\s*\[/.test(text))
    throw malformed('The response should list hashes of blocks that are missing, and lists others', response, 'PUT')
  // A 409 that lists nothing is a conflict like any other.
  throw responseError(response, text)
}

/** `PUT /{account}/{container}/{object}` with `X-Object-Manifest` */
export async function putManifest(
  http: Http,
  at: ObjectLocation,
  parts: ManifestParts,
  options: PutHashmapOptions,
): Promise<WriteResult> {
  const headers = { ...putHeaders(at, options), 'X-Object-Manifest': manifestHeader(parts) }
  const call = callOptions(at, options, { query: at.format, headers, body: new Uint8Array(0), expect: 201 })
  return readWriteResult(await http.empty('PUT', at.path, call))
}

/** Headers of a change of content in place. @throws {InvalidArgumentError} for what must not be sent. */
export function changeHeaders(options: WriteOptions): Record<string, string> {
  const { metadata, ...conditions } = requireObject(options, 'options')
  const items = metadata === undefined ? {} : metadataHeaders('X-Object-Meta-', metadata, { changes: true })
  return { ...items, ...writeConditionHeaders(conditions) }
}

/** A change of content in place. */
async function postContent(
  http: Http,
  at: ObjectLocation,
  headers: Record<string, string>,
  options: WriteOptions,
  call: CallOptions & ConfirmOptions<ApiResponse>,
): Promise<WriteResult> {
  const all = {
    // Exactly this type: with any other the server takes it for a change of metadata, responds 202 and drops the body.
    'Content-Type': 'application/octet-stream',
    ...headers,
    ...changeHeaders(options),
  }
  const query = { update: null, format: 'json' }
  const response = await http.empty(
    'POST',
    at.path,
    callOptions(at, options, { ...call, query, headers: all, expect: 204 }),
  )
  return readWriteResult(response)
}

/** `POST /{account}/{container}/{object}?update` with `Content-Range: bytes first-last/*` */
export async function writeBytes(
  http: Http,
  at: ObjectLocation,
  offset: number,
  bytes: Uint8Array,
  options: WriteOptions,
): Promise<WriteResult> {
  requireNonNegativeInteger(offset, 'offset')
  const body = requireBytes(bytes, 'bytes')
  if (body.length === 0) rejectArgument('bytes', 'must not be empty: there is nothing to write')
  const headers = { 'Content-Range': `bytes ${offset}-${offset + body.length - 1}/*` }
  return postContent(http, at, headers, options, { body, idempotent: !isConditional(options) })
}

/** `POST /{account}/{container}/{object}?update` with `Content-Range: bytes *&#47;*` */
export async function appendBytes(
  http: Http,
  at: ObjectLocation,
  bytes: Uint8Array,
  options: WriteOptions & ConfirmOptions<ApiResponse>,
): Promise<WriteResult> {
  const body = requireBytes(bytes, 'bytes')
  const call = { body, idempotent: false, retryOn: isQuotaRace, confirm: requireObject(options, 'options').confirm }
  return postContent(http, at, { 'Content-Range': 'bytes */*' }, options, call)
}

/** `POST /{account}/{container}/{object}?update` with `X-Source-Object` */
export async function writeFromObject(
  http: Http,
  at: ObjectLocation,
  source: ObjectLocation,
  offset: number | 'end',
  options: WriteFromOptions,
): Promise<WriteResult> {
  const { version, length, size } = requireObject(options, 'options')
  if (offset !== 'end' && !(Number.isSafeInteger(offset) && offset >= 0))
    rejectArgument('offset', `must be an integer of 0 or more, or 'end'; got ${formatValue(offset)}`)
  if (length !== undefined) requirePositiveInteger(length, 'length')
  if (length !== undefined && offset === 'end') rejectArgument('length', "must not be given with the offset 'end'")
  const last = length === undefined || offset === 'end' ? '' : String(offset + length - 1)
  const headers: Record<string, string> = {
    'Content-Range': offset === 'end' ? 'bytes */*' : `bytes ${offset}-${last}/*`,
    ...refHeaders(source, 'X-Source-Object', 'X-Source-Account'),
  }
  if (version !== undefined) headers['X-Source-Version'] = String(requireNonNegativeInteger(version, 'version'))
  if (size !== undefined) headers['X-Object-Bytes'] = String(requireNonNegativeInteger(size, 'size'))
  return postContent(http, at, headers, options, { idempotent: offset !== 'end' && !isConditional(options) })
}

/** `POST /{account}/{container}/{object}` with multipart/form-data */
export async function postForm(
  http: Http,
  at: ObjectLocation,
  content: Uint8Array | Blob,
  options: RequestOptions & { readonly contentType?: string | undefined },
): Promise<WriteResult> {
  checkNewName(at.name, 'object')
  const { body, contentType } = await formBody(
    'X-Object-Data',
    at.name,
    content,
    requireObject(options, 'options').contentType,
  )
  const call = { body, headers: { 'Content-Type': contentType }, idempotent: true, expect: 201 }
  return readWriteResult(await http.empty('POST', at.path, callOptions(at, options, call)))
}
