import { badRequest, internalServerError, rangeNotSatisfiable } from '../http/fault.ts'
import { empty, type HttpResponse } from '../http/response.ts'
import { naturalNumber } from '../python/int.ts'
import { type Context, change } from './context.ts'
import { pathOf } from './model.ts'
import { type ObjectHeaders, objectHeaders } from './object-headers.ts'
import { writtenResponse } from './object-upload-handlers.ts'
import { writeObject } from './object-write.ts'
import { objectHashmap, objectInfo, updateObjectMeta, updateObjectPermissions, updateObjectPublic } from './objects.ts'
import { Patch } from './patch.ts'
import { splitSource } from './path.ts'
import { checkMatching, hasMatching } from './preconditions.ts'
import { type ContentRange, parseContentRange } from './ranges.ts'
import { bodyBlocks, isChunked, requireLength } from './request-body.ts'
import { setEncoded } from './response-headers.ts'
import { requireNoNul } from './versions.ts'

/** `POST /account/container/object`: sharing, publication, metadata, or a part of the data. */
export async function updateObject(context: Context): Promise<HttpResponse> {
  const { cloud, headers, ref } = context
  const given = objectHeaders(context)
  const present = currentVersion(context)
  if (hasMatching(context)) checkMatching(context, present.hash ?? undefined)
  const source = headers.get('HTTP_X_SOURCE_OBJECT')
  if (given.type !== 'application/octet-stream' && !source) return describe(context, given)
  const range = requireRange(context)
  // One after the other, so that no append is lost.
  return cloud.pithos.locks.run(pathOf(ref), () => patch(context, given, range, source))
}

function currentVersion({ store, user, ref }: Context) {
  return objectInfo(store, user, ref).version
}

function describe(context: Context, { permissions, published, meta }: ObjectHeaders): HttpResponse {
  const { call, store, user, ref } = context
  const replace = !call.query.has('update')
  return change(context, () => {
    const response = empty(202)
    if (permissions) updateObjectPermissions(store, user, ref, permissions)
    if (published !== undefined) updateObjectPublic(store, user, ref, published)
    if (meta.size > 0 || replace) {
      const serial = updateObjectMeta(store, user, ref, 'pithos', meta, replace)
      setEncoded(response, 'X-Object-Version', serial)
    }
    return response
  })
}

/** @throws {Fault} 400, 416 */
function requireRange({ headers }: Context): ContentRange {
  const header = headers.get('HTTP_CONTENT_RANGE')
  if (!header) throw badRequest('Missing Content-Range header')
  const range = parseContentRange(header)
  if (!range) throw rangeNotSatisfiable('Invalid Content-Range header')
  return range
}

async function patch(
  context: Context,
  given: ObjectHeaders,
  range: ContentRange,
  source: string | undefined,
): Promise<HttpResponse> {
  const { call, cloud, store, user, ref } = context
  const { type } = currentVersion(context)
  const { size, hashes, isSnapshot } = objectHashmap(store, user, ref)
  const offset = range.offset ?? size
  if (offset > size) throw rangeNotSatisfiable('Supplied offset is beyond object limits')
  const from = source ? sourceContent(context, source) : undefined
  const length = from ? sourceLength(range, from.size) : announced(context, range)
  if (range.total !== null && (range.total !== size || offset >= size || offset + (length ?? 0) > size))
    throw rangeNotSatisfiable('Supplied range will change provided object limits')
  const cut = cutTo(context)

  const data = new Patch(cloud.blocks, store.blockSize, hashes, from ? from.isSnapshot : isSnapshot)
  const end = from
    ? await data.copy(offset, from.hashes, length ?? 0)
    : await data.write(offset, bodyBlocks(call, length, store.blockSize, store.blockSize - (offset % store.blockSize)))
  let bytes = Math.max(size, end)
  let list: readonly string[] = data.hashes
  if (cut !== undefined && cut < bytes) {
    bytes = cut
    list = list.slice(0, Math.ceil(cut / store.blockSize))
  }
  const write = {
    ...ref,
    domain: 'pithos',
    type,
    checksum: '',
    size: bytes,
    hashes: bytes === 0 ? [] : list,
  }
  return change(context, () => {
    const { meta, permissions } = given
    const replaceMeta = !call.query.has('update')
    const done = writeObject(store, user, { ...write, meta, replaceMeta, permissions }, () => [])
    if ('missing' in done) throw internalServerError()
    if (given.published !== undefined) updateObjectPublic(store, user, ref, given.published)
    return writtenResponse(204, done.version.hash, done.version.serial)
  })
}

/** @throws {Fault} 400, 403, 404 */
function sourceContent({ store, headers, user }: Context, header: string): ReturnType<typeof objectHashmap> {
  const account = headers.get('HTTP_X_SOURCE_ACCOUNT') || (user ?? '')
  const source = splitSource(header)
  if (!source) throw badRequest('Invalid source object')
  requireNoNul(account + header)
  const serial = headers.get('HTTP_X_SOURCE_VERSION')
  return objectHashmap(store, user, { account, ...source }, serial)
}

function sourceLength({ length }: ContentRange, size: number): number {
  if (length !== null && length > size) throw badRequest('Object length is smaller than range length')
  return length ?? size
}

/** How many bytes of body there are; undefined for a chunked one, which is taken whole whatever the range says. */
function announced({ call }: Context, { length }: ContentRange): number | undefined {
  if (isChunked(call)) return undefined
  const given = requireLength(call)
  if (length !== null && length !== given) throw badRequest('Content length does not match range length')
  return given
}

/** `X-Object-Bytes`: the size to cut the object to. @throws {Fault} 400 */
function cutTo({ headers }: Context): number | undefined {
  const header = headers.get('HTTP_X_OBJECT_BYTES')
  if (header === undefined) return undefined
  const bytes = naturalNumber(header)
  if (bytes === undefined) throw badRequest('Invalid X-Object-Bytes header')
  return bytes
}
