import type { Http } from '@kamaki/core/toolkit'
import { putHeaders } from '../../api/object-content.ts'
import { contentTypeOf } from '../../codec/properties.ts'
import type { ObjectLocation } from '../../model/location.ts'
import { ProgressCounter } from '../progress.ts'
import { bytesSource, type RandomAccessSource, type UploadSource, withSource } from '../source.ts'
import { readAhead } from '../source-blocks.ts'
import { chunksOf, type StreamSource } from '../stream-source.ts'
import { uploadByHashes } from './by-hashes.ts'
import { putContent, putStream } from './single.ts'
import { isForeign, splitUploadOptions, type Upload, type UploadOptions, type UploadResult } from './split-options.ts'
import { uploadChunks, uploadSource } from './streaming.ts'

/** Uploads content by the way that suits it. */
export async function upload(
  http: Http,
  at: ObjectLocation,
  source: UploadSource,
  options: UploadOptions,
): Promise<UploadResult> {
  return withSource(source, async ({ random, stream }) => {
    const { request, write, settings } = splitUploadOptions(options)
    // What the last request would be rejected for, before blocks are sent.
    putHeaders(at, write)
    const progress = new ProgressCounter('hashing', random?.size, settings.onProgress)
    return progress.watch(request, (watched) =>
      http.composite(`upload of '${at.name}'`, watched, async (inner) => {
        const contentType = write.contentType ?? contentTypeOf(at.name, random?.type)
        const job: Upload = { http, at, request: inner, write: { ...write, contentType }, settings, progress }
        const result = await (random === undefined ? uploadStream(job, stream) : uploadRandom(job, random))
        progress.total = result.bytes
        progress.begin('done', result.bytes)
        return result
      }),
    )
  })
}

async function uploadRandom(job: Upload, source: RandomAccessSource): Promise<UploadResult> {
  const { at, settings } = job
  if (source.size <= settings.singleRequestBytes || settings.md5 !== undefined) return putContent(job, source)
  if (settings.dedupe === 'previous' && !isForeign(at)) return uploadSource(job, source)
  return uploadByHashes(job, source)
}

async function uploadStream(job: Upload, stream: StreamSource): Promise<UploadResult> {
  const { at, request, settings, progress } = job
  const bytes = chunksOf(stream, request.signal)
  if (isForeign(at) || settings.md5 !== undefined) return putStream(job, bytes)
  const { whole, chunks } = await readAhead(bytes, settings.singleRequestBytes)
  if (whole === undefined) return uploadChunks(job, chunks)
  progress.total = whole.length
  return putContent(job, bytesSource(whole))
}
