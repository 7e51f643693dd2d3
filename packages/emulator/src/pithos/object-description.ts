import type { Call } from '../http/request.ts'
import type { HttpResponse } from '../http/response.ts'
import { httpDate } from '../python/dates.ts'
import type { ObjectInfo, Sharing } from './objects.ts'
import { setEncoded } from './response-headers.ts'
import { formatSharing } from './sharing.ts'

/** What a response tells of an object. */
export interface ObjectFacts extends ObjectInfo {
  /** Of a manifest: the size of its parts together. */
  bytes: number
  /** MD5; of a manifest, that of its parts' hashes. */
  checksum: string
  sharing?: Sharing | undefined
  publicId?: string | undefined
}

/** The absolute address of a published object. */
export function publicUrl(call: Call, id: string): string {
  return `${call.origin}/pithos/public/${id}`
}

/** Sets the headers that tell of an object; of a published one, strangers learn less. */
export function describeObject(
  call: Call,
  response: HttpResponse,
  facts: ObjectFacts,
  owner: string,
  user: string | null,
  restricted = false,
): void {
  const { version, meta } = facts
  response.set('ETag', version.hash ?? '')
  setEncoded(response, 'Content-Length', facts.bytes)
  setEncoded(response, 'Content-Type', version.type)
  response.set('Last-Modified', httpDate(facts.modified / 1000))
  response.set('Available', version.available)
  if (!restricted) describeVersion(response, facts)
  const kept = ['Content-Encoding', 'Content-Disposition', ...(restricted ? [] : ['X-Object-Manifest'])]
  for (const key of kept) {
    const value = meta.get(key)
    if (value !== undefined) setEncoded(response, key, value)
  }
  if (restricted) return
  describeSharing(response, facts, owner, user)
  if (facts.publicId !== undefined && user === owner)
    setEncoded(response, 'X-Object-Public', publicUrl(call, facts.publicId))
}

function describeVersion(response: HttpResponse, { version, meta }: ObjectFacts): void {
  setEncoded(response, 'X-Object-Hash', version.hash ?? '')
  setEncoded(response, 'X-Object-UUID', version.uuid)
  setEncoded(response, 'X-Object-Modified-By', version.muser)
  setEncoded(response, 'X-Object-Version', version.serial)
  setEncoded(response, 'X-Object-Version-Timestamp', httpDate(version.mtime / 1000))
  for (const [key, value] of meta) if (key.startsWith('X-Object-Meta-')) setEncoded(response, key, value)
}

function describeSharing(
  response: HttpResponse,
  { sharing, version }: ObjectFacts,
  owner: string,
  user: string | null,
): void {
  if (!sharing) return
  const { read, write } = sharing.permissions
  if (read.length === 0 && write.length === 0) return
  setEncoded(response, 'X-Object-Sharing', formatSharing(sharing.permissions))
  if (sharing.path !== null && sharing.path !== version.node.path)
    setEncoded(response, 'X-Object-Shared-By', sharing.path)
  if (user !== owner) setEncoded(response, 'X-Object-Allowed-To', sharing.allowed)
}

/** Content-Disposition of a response with data: the wanted kind, else the stored header, else "inline". */
export function setDisposition(response: HttpResponse, wanted: string | undefined, name: string): void {
  const valid = wanted === 'inline' || wanted === 'attachment'
  if (!valid && response.has('Content-Disposition')) return
  setEncoded(response, 'Content-Disposition', `${valid ? wanted : 'inline'}; filename="${name}"`)
}
