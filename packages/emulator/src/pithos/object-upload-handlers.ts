import { md5 } from '@noble/hashes/legacy.js'
import { badRequest, Fault, internalServerError, lengthRequired, unprocessableEntity } from '../http/fault.ts'
import { empty, HttpResponse } from '../http/response.ts'
import { pythonJson } from '../python/json.ts'
import { cutBlocks, type Intake, storeBlock, takeIn } from './block-intake.ts'
import { type Context, change } from './context.ts'
import { parseEtags } from './etags.ts'
import { boundaryOf, type FormEvent, type PartHeaders, readForm } from './form.ts'
import { hexOf } from './hash.ts'
import { parseHashmap } from './hashmap.ts'
import { copyFrom } from './object-copy-handlers.ts'
import { type ObjectHeaders, objectHeaders } from './object-headers.ts'
import { writeObject } from './object-write.ts'
import { objectInfo, updateObjectPublic } from './objects.ts'
import { checkMatching, hasMatching } from './preconditions.ts'
import { bodyBlocks, isChunked, requireLength, wholeBody } from './request-body.ts'
import { setEncoded } from './response-headers.ts'

/** `PUT /account/container/object`: data, a hashmap, or a copy or move from elsewhere. */
export async function putObject(context: Context): Promise<HttpResponse> {
  const { call, headers } = context
  if (hasMatching(context)) checkMatching(context, presentHash(context))
  const [moveFrom, from] = [headers.get('HTTP_X_MOVE_FROM'), headers.get('HTTP_X_COPY_FROM')]
  if (moveFrom || from) {
    requireLength(call)
    return copyFrom(context, moveFrom || from || '', Boolean(moveFrom))
  }
  const given = objectHeaders(context)
  const length = isChunked(call) ? undefined : requireLength(call)
  // Should be a bad request, but that is what the API says.
  if (given.type === undefined) throw lengthRequired('Missing Content-Type header')
  const write = { ...given, type: given.type }
  return call.query.has('hashmap') ? putHashmap(context, write, length) : putData(context, write, length)
}

/** A hash of another length is not that of a stored block. */
const HASH_DIGITS = 64

type Write = ObjectHeaders & { type: string }

async function putData(context: Context, given: Write, length: number | undefined): Promise<HttpResponse> {
  const { call, cloud, store, headers } = context
  const etag = headers.get('HTTP_ETAG')
  const sum = etag ? md5.create() : undefined
  const taken = await takeIn(cloud.blocks, bodyBlocks(call, length, store.blockSize), (block) => {
    sum?.update(block)
  })
  const checksum = sum ? hexOf(sum.digest()) : ''
  if (etag && parseEtags(etag)[0]?.toLowerCase() !== checksum) throw unprocessableEntity('Object ETag does not match')
  return commit(context, given, { size: taken.bytes, hashes: taken.hashes, checksum }, () => [])
}

async function putHashmap(context: Context, given: Write, length: number | undefined): Promise<HttpResponse> {
  const { call, cloud } = context
  const { bytes, hashes } = parseHashmap(textOf(await wholeBody(call, length)))
  return commit(context, given, { size: bytes, hashes, checksum: '' }, (list) =>
    [...new Set(list)].filter((hash) => {
      // The block store takes no empty name.
      if (hash === '') throw internalServerError()
      return hash.length !== HASH_DIGITS || !cloud.blocks.has(hash)
    }),
  )
}

async function commit(
  context: Context,
  given: Write,
  content: { size: number; hashes: unknown; checksum: string },
  missing: (hashes: readonly string[]) => string[],
): Promise<HttpResponse> {
  const { cloud, store, user, ref } = context
  if (content.size === 0) await storeBlock(cloud.blocks, new Uint8Array(0))
  return change(context, () => {
    const target = { ...ref, domain: 'pithos', replaceMeta: true }
    const done = writeObject(store, user, { ...target, ...content, ...given }, missing)
    if ('missing' in done) return new HttpResponse(409, pythonJson(done.missing))
    if (given.published !== undefined) updateObjectPublic(store, user, ref, given.published)
    return writtenResponse(201, done.version.hash, done.version.serial)
  })
}

/** The response to a write of data. */
export function writtenResponse(status: number, hash: string | null, serial: number): HttpResponse {
  const response = empty(status, { ETag: hash ?? '' })
  setEncoded(response, 'X-Object-Version', serial)
  return response
}

/** Hash of the object that is about to be replaced; undefined if there is none. @throws {Fault} 403 */
function presentHash({ store, user, ref }: Context): string | undefined {
  try {
    return objectInfo(store, user, ref).version.hash ?? undefined
  } catch (error) {
    if (error instanceof Fault && error.status === 404) return undefined
    throw error
  }
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

const FIELD = 'X-Object-Data'

/** `POST` of an HTML form: the file in it becomes the object, whatever the headers say. */
export async function uploadForm(context: Context): Promise<HttpResponse> {
  const { call, store, user, ref } = context
  const boundary = boundaryOf(call.header('content-type') ?? '')
  if (boundary === undefined) throw internalServerError()
  // Django sees no body in a chunked request.
  const file = isChunked(call) ? undefined : await lastFile(context, readForm(call.stream(), boundary))
  if (!file) throw badRequest(`Missing ${FIELD} field`)
  return change(context, () => {
    const target = { ...ref, domain: 'pithos', meta: new Map(), replaceMeta: true }
    const done = writeObject(
      store,
      user,
      { ...target, type: file.type, size: file.bytes, hashes: file.hashes, checksum: '' },
      () => [],
    )
    if ('missing' in done) throw internalServerError()
    return writtenResponse(201, done.version.hash, done.version.serial)
  })
}

/** Stores the files of the field as they come; of several the last one counts. */
async function lastFile(
  { cloud, store }: Context,
  events: AsyncIterator<FormEvent>,
): Promise<(PartHeaders & Intake) | undefined> {
  let file: (PartHeaders & Intake) | undefined
  let next = await events.next()
  while (!next.done) {
    const event = next.value
    const wanted = 'part' in event && event.part.name === FIELD && event.part.filename !== undefined
    if (!wanted) {
      next = await events.next()
      continue
    }
    const part: AsyncGenerator<Uint8Array> = (async function* () {
      for (next = await events.next(); !next.done && 'data' in next.value; next = await events.next())
        yield next.value.data
    })()
    file = { ...event.part, ...(await takeIn(cloud.blocks, cutBlocks(part, { size: store.blockSize }))) }
  }
  return file
}
