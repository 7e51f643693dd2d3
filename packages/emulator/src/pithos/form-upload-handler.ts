import { badRequest, internalServerError } from '../http/fault.ts'
import type { Reply } from '../http/response.ts'
import { cutBlocks, type Intake, takeIn } from './block-intake.ts'
import { type Context, change } from './context.ts'
import { boundaryOf, type FormEvent, type PartHeaders, readForm } from './form.ts'
import { writtenReply } from './object-put-handler.ts'
import { writeObject } from './object-write.ts'
import { isChunked } from './request-body.ts'

const FIELD = 'X-Object-Data'

/** `POST` of an HTML form: the file in it becomes the object, whatever the headers say. */
export async function uploadForm(context: Context): Promise<Reply> {
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
    return writtenReply(201, done.version.hash, done.version.serial)
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
