import { empty, HttpResponse } from '../http/response.ts'
import { decimalSeconds } from '../python/dates.ts'
import { pythonJson } from '../python/json.ts'
import type { Content } from './block-reader.ts'
import { type Context, change, untilOf } from './context.ts'
import { deleteObject, purgeObject } from './delete.ts'
import { dataResponse } from './download.ts'
import { contentsOf, MANIFEST, manifestFacts, manifestParts } from './manifest.ts'
import { describeObject, type ObjectFacts } from './object-description.ts'
import { listVersions, objectHashmap, objectInfo, objectPublicId, objectSharing } from './objects.ts'
import { checkMatching, checkModified } from './preconditions.ts'
import { setEncoded } from './response-headers.ts'
import { hashesXml, versionsXml } from './xml.ts'

/** `HEAD /account/container/object` */
export function headObject(context: Context): HttpResponse {
  const facts = objectFacts(context)
  const unchanged = checkConditions(context, facts)
  if (unchanged) return unchanged
  const response = new HttpResponse(200)
  describeObject(context.call, response, facts, context.account, context.user)
  return response
}

/** `GET /account/container/object`: data, hashmap or versions. */
export async function readObject(context: Context): Promise<HttpResponse> {
  const { call, store, user, ref } = context
  const serial = call.query.get('version')
  // First of all, as the object may be deleted.
  if (serial === 'list') return versionsResponse(context)

  const facts = objectFacts(context)
  const unchanged = checkConditions(context, facts)
  if (unchanged) return unchanged
  if (call.query.has('hashmap')) {
    const { size, hashes } = objectHashmap(store, user, ref, serial)
    return hashmapResponse(context, facts, size, hashes)
  }
  const contents = contentsFor(context, facts)
  // From here on faults are JSON labelled as plain text.
  call.format = 'text'
  return dataResponse(context, contents, facts, ref.account)
}

/** The object's own data, or the parts that a manifest stands for. @throws {Fault} 400, 403, 404 */
function contentsFor(context: Context, { meta }: ObjectFacts): Content[] {
  const { call, store, user, ref } = context
  const manifest = meta.get(MANIFEST)
  if (manifest !== undefined) return contentsOf(context, manifestParts(context, ref.account, manifest))
  return [objectHashmap(store, user, ref, call.query.get('version'))]
}

/** @throws {Fault} 412 */
function checkConditions(context: Context, facts: ObjectFacts): HttpResponse | undefined {
  checkModified(context, facts.modified)
  return checkMatching(context, facts.version.hash ?? undefined)
}

/** Everything that headers tell of the object; sharing and publication only of its present state. */
function objectFacts(context: Context): ObjectFacts {
  const { call, store, user, ref } = context
  const serial = call.query.get('version')
  const info = objectInfo(store, user, ref, serial)
  const current = serial === undefined
  const sharing = current ? objectSharing(store, user, ref) : undefined
  const publicId = current ? objectPublicId(store, user, ref) : undefined
  const { size, checksum } = info.version
  const manifest = info.meta.get(MANIFEST)
  const parts = manifest === undefined ? undefined : manifestFacts(context, ref.account, manifest)
  return { ...info, bytes: size, checksum, ...parts, sharing, publicId }
}

function versionsResponse({ call, store, user, ref }: Context): HttpResponse {
  const versions = listVersions(store, user, ref).map(({ serial, mtime }): [number, string] => [
    serial,
    decimalSeconds(mtime),
  ])
  return new HttpResponse(200, call.format === 'xml' ? versionsXml(ref.name, versions) : pythonJson({ versions }))
}

function hashmapResponse(
  { call, store, user, ref }: Context,
  facts: ObjectFacts,
  size: number,
  hashes: readonly string[],
): HttpResponse {
  const body =
    call.format === 'xml'
      ? hashesXml(ref.name, size, store.blockSize, hashes)
      : pythonJson({ block_hash: 'sha256', hashes, block_size: store.blockSize, bytes: size })
  const bytes = new TextEncoder().encode(body)
  const response = new HttpResponse(200, bytes)
  // The label is that of the object, not that of the hashmap.
  describeObject(call, response, facts, ref.account, user)
  setEncoded(response, 'Content-Length', bytes.length)
  return response
}

/** `DELETE /account/container/object`: erases its past (`until`), or deletes it and what is below it (`delimiter`). */
export function removeObject(context: Context): HttpResponse {
  const { call, store, user, ref } = context
  const until = untilOf(context)
  const delimiter = call.query.get('delimiter') || undefined
  return change(context, () => {
    if (until !== undefined) purgeObject(store, user, ref, until)
    else deleteObject(store, user, ref, { delimiter })
    return empty(204)
  })
}
