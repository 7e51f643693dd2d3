import { decodeHeaderValue, omitUndefined } from '@kamaki/core/toolkit'
import type { ContentInfo, ObjectInfo, ObjectSummary, SubdirEntry, WriteResult } from '../model/object.ts'
import { epochDate, isCount, readCount, readDate, readVersion } from './header-values.ts'

import { malformed, type ResponseHead } from './malformed.ts'
import { readPrefixed } from './metadata.ts'
import { parsePermissions } from './permissions.ts'

const availabilities: Record<string, string> = { '1': 'available', '0': 'pending', '-1': 'broken' }

const readAvailability = (text: unknown): string => availabilities[String(text ?? 1)] ?? 'available'

const withoutQuotes = (etag: string): string => etag.replaceAll('"', '')

function decoded(headers: Headers, name: string): string | undefined {
  const value = headers.get(name)
  return value === null || value === '' ? undefined : decodeHeaderValue(value)
}

/** Reads the headers of content; `bytes` is given where Content-Length means something else (a range, a hashmap). */
export function readContent(response: ResponseHead, bytes?: number): ContentInfo {
  const { headers } = response
  const size = bytes ?? readCount(headers, 'content-length')
  if (size === undefined) throw malformed('The response does not say how long the object is', response, 'HEAD')
  return {
    bytes: size,
    contentType: decoded(headers, 'content-type') ?? '',
    etag: withoutQuotes(headers.get('etag') ?? ''),
    lastModified: readDate(headers.get('last-modified')),
    availability: readAvailability(headers.get('available')),
    ...omitUndefined({
      contentEncoding: decoded(headers, 'content-encoding'),
      contentDisposition: decoded(headers, 'content-disposition'),
    }),
  }
}

/** Reads an object's headers. */
export function readObject(name: string, response: ResponseHead, bytes?: number): ObjectInfo {
  const { headers } = response
  const sharing = decoded(headers, 'x-object-sharing')
  return {
    name,
    ...readContent(response, bytes),
    hash: headers.get('x-object-hash') ?? '',
    uuid: headers.get('x-object-uuid') ?? '',
    version: readVersion(headers),
    versionTimestamp: readDate(headers.get('x-object-version-timestamp')),
    modifiedBy: decoded(headers, 'x-object-modified-by') ?? '',
    metadata: readPrefixed(headers, 'x-object-meta-'),
    ...omitUndefined({
      manifest: decoded(headers, 'x-object-manifest'),
      sharing: sharing === undefined ? undefined : parsePermissions(sharing),
      sharedBy: decoded(headers, 'x-object-shared-by'),
      allowedTo: decoded(headers, 'x-object-allowed-to'),
      publicUrl: decoded(headers, 'x-object-public'),
    }),
  }
}

/** An object of a list, as the server sends it. */
export interface ObjectEntry {
  name: string
  subdir?: never
  bytes: number
  content_type?: string
  last_modified?: string
  x_object_hash?: string | null
  x_object_uuid?: string
  x_object_version?: number
  /** Seconds since 1970 as a decimal string (a number with some databases). */
  x_object_version_timestamp?: string | number
  x_object_modified_by?: string
  available?: 1 | 0 | -1
  /** `read=…; write=…` */
  x_object_sharing?: string
  x_object_shared_by?: string
  x_object_allowed_to?: string
  x_object_public?: string
}

const isText = (value: unknown): boolean => (value ?? undefined) === undefined || typeof value === 'string'

/** Names become paths; sizes, versions and hashes are reckoned with. */
export function isObjectEntry(entry: ObjectEntry | SubdirEntry): boolean {
  if (entry.subdir !== undefined) return typeof entry.subdir === 'string'
  const { name, bytes, x_object_hash: hash, x_object_version: version, x_object_version_timestamp: seconds } = entry
  const { x_object_sharing: sharing, content_type: type, x_object_uuid: uuid } = entry
  if (typeof name !== 'string' || name === '' || !isCount(bytes)) return false
  if (hash !== undefined && hash !== null && !(typeof hash === 'string' && hash.length <= 1024)) return false
  if (version !== undefined && !isCount(version)) return false
  return (seconds === undefined || epochDate(seconds) !== undefined) && isText(sharing) && isText(type) && isText(uuid)
}

export function readObjectEntry(entry: ObjectEntry): ObjectSummary {
  const { x_object_version_timestamp: seconds, x_object_sharing: sharing } = entry
  const { x_object_shared_by: sharedBy, x_object_allowed_to: allowedTo, x_object_public: publicUrl } = entry
  const isShared = (sharing ?? sharedBy ?? allowedTo ?? publicUrl) !== undefined
  return {
    name: entry.name,
    bytes: entry.bytes,
    contentType: entry.content_type ?? '',
    lastModified: readDate(entry.last_modified),
    availability: readAvailability(entry.available),
    hash: entry.x_object_hash ?? undefined,
    uuid: entry.x_object_uuid ?? '',
    version: entry.x_object_version,
    versionTimestamp: seconds === undefined ? undefined : epochDate(seconds),
    modifiedBy: entry.x_object_modified_by ?? '',
    // Most are not, and lists are long.
    ...(isShared &&
      omitUndefined({
        sharing: typeof sharing === 'string' ? parsePermissions(sharing) : undefined,
        sharedBy,
        allowedTo,
        publicUrl,
      })),
  }
}

/** Reads the headers of a response to a write. */
export function readWriteResult({ headers }: { readonly headers: Headers }): WriteResult {
  const etag = headers.get('etag')
  return { etag: etag === null ? undefined : withoutQuotes(etag), version: readVersion(headers) }
}
