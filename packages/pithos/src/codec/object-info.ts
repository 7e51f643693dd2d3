import { decodeHeaderValue, type LiteralUnion } from '@kamaki/core/toolkit'
import { httpDate } from './dates.ts'
import { type Metadata, readPrefixed } from './metadata.ts'
import { parsePermissions } from './permissions.ts'
import { malformed, type ReplyHead } from './reply.ts'
import { versionOf } from './version.ts'

/** What the headers of a reply tell about an object's content, public or not. */
export interface ContentInfo {
  /** Bytes of the content; of a manifest, the sum of its parts. */
  bytes: number
  /** Type as it was stored. */
  contentType: string
  /** Without quotes: the Merkle root, or MD5 where the cloud computes it. */
  etag: string
  /** Time of the newest version, even when an older one is asked for. */
  lastModified: Date | undefined
  /** Whether the data is there: `pending` while a snapshot is being written, `broken` if that failed. */
  availability: LiteralUnion<'available' | 'pending' | 'broken'>
  contentEncoding?: string
  contentDisposition?: string
}

/** What the headers of a reply tell about an object. */
export interface ObjectInfo extends ContentInfo {
  /** Merkle root of the block hashes; of a snapshot, the name of its map. */
  hash: string
  /** Survives updates and moves; a copy gets another. */
  uuid: string
  /** Version that was read; undefined where the cloud does not tell. */
  version: number | undefined
  /** When that version was made (whole seconds). */
  versionTimestamp: Date | undefined
  /** Uuid of the user who made that version. */
  modifiedBy: string
  /** User metadata; names in lower case. */
  metadata: Metadata
  /** `<container>/<prefix>` of the parts that the object consists of. */
  manifest?: string
  /** Who else has access, inherited or not; only with the current version. */
  sharing?: { read: string[]; write: string[] }
  /** `account/container/object` that the permissions come from, when that is not the object itself. */
  sharedBy?: string
  /** What the caller may do; only when not the owner. */
  allowedTo?: LiteralUnion<'read' | 'write'>
  /** Where anybody can read it; only told to the owner, and only with the current version. */
  publicUrl?: string
}

const availabilities: Record<string, string> = { '1': 'available', '0': 'pending', '-1': 'broken' }

function decoded(headers: Headers, name: string): string | undefined {
  const value = headers.get(name)
  return value === null ? undefined : decodeHeaderValue(value)
}

function contentLength(reply: ReplyHead): number {
  const text = reply.headers.get('content-length')?.trim() ?? ''
  if (!/^\d+$/.test(text)) throw malformed('The reply does not say how long the object is', reply, 'HEAD')
  return Number(text)
}

/** Content headers; `bytes` is given where Content-Length means something else (a range, a hash list). */
export function contentInfo(reply: ReplyHead, bytes?: number): ContentInfo {
  const { headers } = reply
  const info: ContentInfo = {
    bytes: bytes ?? contentLength(reply),
    contentType: decoded(headers, 'content-type') ?? '',
    etag: (headers.get('etag') ?? '').replaceAll('"', ''),
    lastModified: httpDate(headers.get('last-modified')),
    availability: availabilities[headers.get('available') ?? '1'] ?? 'available',
  }
  const encoding = decoded(headers, 'content-encoding')
  const disposition = decoded(headers, 'content-disposition')
  if (encoding !== undefined) info.contentEncoding = encoding
  if (disposition !== undefined) info.contentDisposition = disposition
  return info
}

/** Reads an object's headers. */
export function objectInfo(reply: ReplyHead, bytes?: number): ObjectInfo {
  const { headers } = reply
  const info: ObjectInfo = {
    ...contentInfo(reply, bytes),
    hash: headers.get('x-object-hash') ?? '',
    uuid: headers.get('x-object-uuid') ?? '',
    version: versionOf(headers),
    versionTimestamp: httpDate(headers.get('x-object-version-timestamp')),
    modifiedBy: decoded(headers, 'x-object-modified-by') ?? '',
    metadata: readPrefixed(headers, 'x-object-meta-'),
  }
  const manifest = decoded(headers, 'x-object-manifest')
  const sharing = decoded(headers, 'x-object-sharing')
  const sharedBy = decoded(headers, 'x-object-shared-by')
  const allowedTo = decoded(headers, 'x-object-allowed-to')
  const publicUrl = decoded(headers, 'x-object-public')
  if (manifest !== undefined) info.manifest = manifest
  if (sharing !== undefined && sharing !== '') info.sharing = parsePermissions(sharing)
  if (sharedBy !== undefined) info.sharedBy = sharedBy
  if (allowedTo !== undefined) info.allowedTo = allowedTo
  if (publicUrl !== undefined && publicUrl !== '') info.publicUrl = publicUrl
  return info
}
