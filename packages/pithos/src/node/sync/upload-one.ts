import { NotFoundError, PreconditionFailedError, TransferError } from '@kamaki/core'
import { formatValue, requireObject } from '@kamaki/core/toolkit'
import { putObject } from '../../api/object-content.ts'
import type { PithosContainer } from '../../handles/pithos-container.ts'
import type { PithosObject } from '../../handles/pithos-object.ts'
import type { BlockFormat } from '../../model/hashmap.ts'
import type { ObjectProperties } from '../../model/object.ts'
import { splitUploadOptions, type UploadOptions, type UploadResult } from '../../transfer/upload/split-options.ts'
import { errno, isAbsent } from '../files/file-error.ts'
import { fileSource } from '../files/file-source.ts'
import { type OpenFile, openRegular } from '../files/regular-file.ts'
import { partsOf } from '../handle-parts.ts'
import { fileMetadata } from './file-metadata.ts'
import { FileProgress } from './file-progress.ts'
import { hasHash, smallBytes, smallHash } from './hash-file.ts'
import { type FileIdentity, identityOf, isSettled, lookAgain, sameIdentity } from './local-file.ts'
import type { RemoteListing } from './remote-listing.ts'
import { checkOpened } from './safe-path.ts'
import { type SeenFile, type SmallFile, withSmall } from './small-file.ts'
import type { SyncUpOptions } from './sync-options.ts'
import { Skip, type SyncRun } from './sync-run.ts'
import type { Step } from './sync-steps.ts'

/** How often a file is read again that changed while it was read. */
const maxAttempts = 3

/** Content up to this size may go in one request. */
const singleRequest = 4_194_304

/** What uploads have in common. */
export interface UpContext {
  run: SyncRun
  container: PithosContainer
  format: BlockFormat
  listing: RemoteListing
  options: SyncUpOptions
}

/** What is known of an upload. */
interface Job {
  context: UpContext
  step: Step
  object: PithosObject
  progress: FileProgress
  /** What the object that is replaced had; undefined if none is. */
  kept: ObjectProperties | undefined
}

/** What was uploaded: which state of the file, and whether the file is still in it. */
interface Sent {
  result: UploadResult
  identity: FileIdentity
  readAt: number
  isUnchanged: boolean
}

/** There is an object by now, with just this content. */
class SameContent extends Error {}

/** Uploads a file, as it is at one time. Returns false if the cloud turns out to have it. */
export async function uploadOne(context: UpContext, step: Step): Promise<boolean> {
  try {
    await uploadAsIs(context, step)
    return true
  } catch (error) {
    if (error instanceof SameContent) return false
    throw error
  }
}

/** If the file changes while it is read it is read again. */
async function uploadAsIs(context: UpContext, step: Step): Promise<void> {
  const { action, file, entry } = step
  if (file === undefined) return
  const object = context.container.object(action.name)
  const replaces = entry !== undefined && !entry.isDirectory
  const kept = replaces ? await keptProperties(object, context) : undefined
  const job: Job = { context, step, object, kept, progress: new FileProgress(context.run.counter, action.path) }
  for (let attempt = 1; attempt <= maxAttempts; attempt++) {
    const sent = await (file.size > smallBytes ? sendLarge(job, file) : sendSmall(job, file))
    if (sent?.isUnchanged === true) {
      const { result, identity, readAt } = sent
      action.bytes = identity.size
      job.progress.done(action.bytes)
      // An ETag of another length is an MD5, not a root hash.
      const isRoot = result.etag?.length === remoteHashLength[context.format.blockHash]
      if (isRoot && isSettled(identity, readAt)) step.slot?.keep(identity, { hash: result.etag })
      return
    }
    job.progress.again()
  }
  throw new TransferError(
    `'${action.path}' changes whenever it is read. Sync again when it is no longer being written to`,
  )
}

/** Hex digits of a root hash. */
const remoteHashLength: Record<string, number | undefined> = { sha1: 40, sha256: 64, sha384: 96, sha512: 128 }

/** Undefined if the file changed while it was read, or is another thing by now. */
async function sendSmall(job: Job, file: SeenFile): Promise<Sent | undefined> {
  const readAt = Date.now()
  const sent = await withSmall(file, smallBytes, (small) => sendRead(job, small, readAt))
  return sent ?? sendLarge(job, file)
}

async function sendRead(job: Job, { bytes, identity, mode, isUnchanged }: SmallFile, readAt: number): Promise<Sent> {
  const options = await optionsOf(job, identity, mode)
  const result = await send(
    job,
    options,
    async (all) => (await putSmall(job, bytes, all)) ?? job.object.upload(bytes, all),
  )
  return { result, identity, readAt, isUnchanged: isUnchanged() }
}

/** Sends it in one request, where that is sure to be all. Undefined if it is not, or the cloud does not say what it has stored. */
async function putSmall(
  job: Job,
  bytes: Uint8Array<ArrayBuffer>,
  all: UploadOptions,
): Promise<UploadResult | undefined> {
  const { context, object, progress } = job
  const most = Math.min(all.singleRequestBytes ?? 0, context.format.blockSize)
  if (all.ifNotExist === true || bytes.length > most) return undefined
  const hash = smallHash(bytes, context.format)
  if (hash === undefined) return undefined
  const { http, at } = partsOf(object)
  const { request, write } = splitUploadOptions(all)
  const result = await putObject(http, at, bytes, { ...write, ...request })
  if (result.etag !== hash) return undefined
  progress.transferred(bytes.length)
  return { ...result, bytes: bytes.length, transferred: bytes.length }
}

/** Undefined if the upload failed because the file changed. */
async function sendLarge(job: Job, file: SeenFile): Promise<Sent | undefined> {
  const open = await reopen(file)
  try {
    const identity = identityOf(open.stats)
    const readAt = Date.now()
    const options = await optionsOf(job, identity, Number(open.stats.mode) & 0o777)
    try {
      const result = await send(job, options, async (all) => job.object.upload(await fileSource(open.handle), all))
      const after = await lookAgain(open.handle)
      return { result, identity, readAt, isUnchanged: sameIdentity(after, identity) }
    } catch (error) {
      job.context.run.signal.throwIfAborted()
      if (!sameIdentity(await lookAgain(open.handle), identity)) return undefined
      throw error
    }
  } finally {
    await open.handle.close()
  }
}

async function reopen({ real: path, ino }: SeenFile): Promise<OpenFile> {
  let open: OpenFile
  try {
    open = await openRegular(path)
  } catch (error) {
    if (isAbsent(error)) throw new Skip('vanished')
    if (errno(error) === 'ELOOP') throw new Skip('link')
    throw error
  }
  try {
    await checkOpened(open.handle.fd, path, open.stats.ino === ino)
    return open
  } catch (error) {
    await open.handle.close()
    throw error
  }
}

/** Sends it; if there is an object by now where none was listed, that is replaced as any other. */
async function send(
  job: Job,
  options: UploadOptions,
  upload: (options: UploadOptions) => Promise<UploadResult>,
): Promise<UploadResult> {
  const { context, step, object } = job
  // Only a list in order says for sure what is not there, before all of it has been read.
  const isSure = job.kept !== undefined || step.entry !== undefined || context.listing.isSure
  if (isSure) return upload({ ...options, ...withKept(job.kept, options) })
  try {
    return await upload({ ...options, ifNotExist: true })
  } catch (error) {
    if (!PreconditionFailedError.isInstance(error)) throw error
    await requireOther(job)
    job.kept = await keptProperties(object, context)
    return upload({ ...options, ...withKept(job.kept, options) })
  }
}

/** @throws {SameContent} if there is nothing to be replaced. */
async function requireOther({ context: { run, format }, step, object }: Job): Promise<void> {
  const { file, slot } = step
  if (file === undefined) return
  const { bytes, hash } = await object.info(run.request)
  if (bytes !== file.size || (await hasHash(file, hash, format, run.signal, slot)) !== true) return
  throw new SameContent()
}

/** What is given goes over what is kept. */
function withKept(kept: ObjectProperties | undefined, options: UploadOptions): UploadOptions {
  if (kept === undefined) return {}
  const { contentType, contentEncoding, contentDisposition } = options
  return {
    contentType: contentType ?? kept.contentType,
    contentEncoding: contentEncoding ?? kept.contentEncoding,
    contentDisposition: contentDisposition ?? kept.contentDisposition,
    metadata: { ...kept.metadata, ...options.metadata },
  }
}

async function optionsOf(
  { context: { run, options, format }, step: { action, entry }, progress }: Job,
  { size, mtimeNs }: FileIdentity,
  mode: number,
): Promise<UploadOptions> {
  const { path, name } = action
  const given = await run.ask(async () => {
    const properties = await options.properties?.({ path, name, bytes: size })
    return properties === undefined ? {} : requireObject(properties, `properties(${formatValue(path)})`)
  })
  return {
    ...run.request,
    ...given,
    metadata: { ...fileMetadata({ mtimeNs, mode }, options), ...given.metadata },
    onProgress: progress.listener,
    // Of what is there already, whole blocks may be the same.
    singleRequestBytes:
      entry === undefined || entry.isDirectory ? singleRequest : Math.min(singleRequest, format.blockSize),
  }
}

/** What an object has besides its content, which a new content would otherwise lose. */
async function keptProperties(object: PithosObject, { run }: UpContext): Promise<ObjectProperties> {
  try {
    const info = await object.info(run.request)
    const { contentEncoding, contentDisposition, metadata } = info
    // The server does not decode a type as it decodes the others: one that cannot be sent as it stands is guessed anew.
    const contentType = /^[\x20-\x7e]{1,256}$/.test(info.contentType) ? info.contentType : undefined
    return { contentType, contentEncoding, contentDisposition, metadata }
  } catch (error) {
    if (NotFoundError.isInstance(error)) return {}
    throw error
  }
}
