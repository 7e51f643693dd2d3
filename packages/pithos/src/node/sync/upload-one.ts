import { NotFoundError, TransferError } from '@kamaki/core'
import { formatValue, requireObject } from '@kamaki/core/toolkit'
import type { PithosContainer } from '../../handles/pithos-container.ts'
import type { PithosObject } from '../../handles/pithos-object.ts'
import type { BlockFormat } from '../../model/hashmap.ts'
import type { ObjectProperties } from '../../model/object.ts'
import type { UploadResult } from '../../transfer/upload/split-options.ts'
import { errno, isAbsent } from '../files/file-error.ts'
import { fileSource } from '../files/file-source.ts'
import { type OpenFile, openRegular } from '../files/regular-file.ts'
import { fileMetadata } from './file-metadata.ts'
import { FileProgress } from './file-progress.ts'
import { type HashCache, isSettled } from './hash-cache.ts'
import { identityOf, lookAgain, sameContentTime, sameIdentity } from './local-file.ts'
import type { UpStep } from './plan-up.ts'
import type { SyncUpOptions } from './sync-options.ts'
import { Skip, type SyncRun } from './sync-run.ts'

/** How often a file is read again that changed while it was read. */
const maxAttempts = 3

/** Content up to this size may go in one request. */
const singleRequest = 4_194_304

/** What uploads have in common. */
export interface UpContext {
  run: SyncRun
  container: PithosContainer
  format: BlockFormat
  cache: HashCache
  options: SyncUpOptions
}

/** Uploads a file as it is at one time: if it changes while it is read it is read again. */
export async function uploadOne(context: UpContext, { action, file, remote }: UpStep): Promise<void> {
  if (file === undefined) return
  const object = context.container.object(action.name)
  const replaces = remote !== undefined && !remote.isDirectory
  const kept = replaces ? await keptProperties(object, context) : {}
  const progress = new FileProgress(context.run.counter, action.path)
  for (let attempt = 1; attempt <= maxAttempts; attempt++) {
    const open = await reopen(file.real)
    const identity = identityOf(open.stats)
    try {
      const readAt = Date.now()
      const result = await send(context, object, open, { action, replaces, kept, progress })
      const after = await lookAgain(open.handle)
      if (result !== undefined && sameContentTime(after, identity)) {
        action.bytes = identity.size
        progress.done(action.bytes)
        // An ETag of another length is an MD5, not a root hash.
        const isRoot = result.etag?.length === remoteHashLength[context.format.blockHash]
        if (isRoot && sameIdentity(after, identity) && isSettled(after, readAt))
          context.cache.keep(action.path, after, { hash: result.etag })
        return
      }
      progress.again()
    } finally {
      await open.handle.close()
    }
  }
  throw new TransferError(
    `'${action.path}' changes whenever it is read. Sync again when it is no longer being written to`,
  )
}

/** Hex digits of a root hash. */
const remoteHashLength: Record<string, number | undefined> = { sha1: 40, sha256: 64, sha384: 96, sha512: 128 }

async function reopen(path: string): Promise<OpenFile> {
  try {
    return await openRegular(path)
  } catch (error) {
    if (isAbsent(error)) throw new Skip('vanished')
    if (errno(error) === 'ELOOP') throw new Skip('link')
    throw error
  }
}

/** Undefined if the upload failed because the file changed. */
async function send(
  { run, options, format }: UpContext,
  object: PithosObject,
  open: OpenFile,
  { action, replaces, kept, progress }: SendOptions,
): Promise<UploadResult | undefined> {
  const { path, name } = action
  const identity = identityOf(open.stats)
  const { size, mtimeNs } = identity
  const given = await run.ask(async () => {
    const properties = await options.properties?.({ path, name, bytes: size })
    return properties === undefined ? {} : requireObject(properties, `properties(${formatValue(path)})`)
  })
  const metadata = {
    ...kept.metadata,
    ...fileMetadata({ mtimeNs, mode: Number(open.stats.mode) & 0o777 }, options),
    ...given.metadata,
  }
  try {
    return await object.upload(await fileSource(open.handle), {
      ...run.request,
      ...kept,
      ...given,
      metadata,
      onProgress: progress.listener,
      // Of what is there already, whole blocks may be the same.
      singleRequestBytes: replaces ? Math.min(singleRequest, format.blockSize) : singleRequest,
    })
  } catch (error) {
    run.signal.throwIfAborted()
    if (!sameIdentity(await lookAgain(open.handle), identity)) return undefined
    throw error
  }
}

interface SendOptions {
  action: UpStep['action']
  replaces: boolean
  kept: ObjectProperties
  progress: FileProgress
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
