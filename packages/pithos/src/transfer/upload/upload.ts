import type { Http } from '@kamaki/core/toolkit'
import { headContainer } from '../../api/container.ts'
import { contentTypeOf } from '../../codec/properties.ts'
import type { ObjectLocation } from '../../model/location.ts'
import { ProgressCounter } from '../progress.ts'
import { chunksOf, openSource, type RandomAccessSource, type StreamSource, type UploadSource } from '../source.ts'
import { readAhead } from '../source-blocks.ts'
import { uploadByHashes } from './by-hashes.ts'
import { putContent, putStream } from './single.ts'
import { isForeign, splitUploadOptions, type Upload, type UploadOptions, type UploadResult } from './split-options.ts'
import { uploadStreaming } from './streaming.ts'

/** Uploads content by the way that suits it. */
export async function upload(
  http: Http,
  at: ObjectLocation,
  source: UploadSource,
  options: UploadOptions,
): Promise<UploadResult> {
  const { request, write, settings } = splitUploadOptions(options)
  return http.composite(`upload of '${at.name}'`, request, async (inner) => {
    const { random, stream } = openSource(source)
    try {
      const contentType = write.contentType ?? contentTypeOf(at.name, random?.type)
      const progress = new ProgressCounter('hashing', random?.size, settings.onProgress)
      const job: Upload = { http, at, request: inner, write: { ...write, contentType }, settings, progress }
      const result = await (random === undefined ? uploadStream(job, stream) : uploadRandom(job, random))
      progress.total = result.bytes
      progress.begin('done', result.bytes)
      return result
    } catch (error) {
      stream?.close(error)
      throw error
    } finally {
      await random?.close?.()
    }
  })
}

async function uploadRandom(job: Upload, source: RandomAccessSource): Promise<UploadResult> {
  const { http, at, request, settings } = job
  if (source.size <= settings.singleRequestBytes || settings.md5 !== undefined) return putContent(job, source)
  if (settings.dedupe === 'previous' && !isForeign(at)) return uploadStreaming(job, { source })
  return uploadByHashes(job, source, await headContainer(http, at.container, request))
}

async function uploadStream(job: Upload, stream: StreamSource): Promise<UploadResult> {
  const { at, request, settings, progress } = job
  const bytes = chunksOf(stream, request.signal)
  if (isForeign(at) || settings.md5 !== undefined) return putStream(job, bytes)
  const { whole, chunks } = await readAhead(bytes, settings.singleRequestBytes)
  if (whole === undefined) return uploadStreaming(job, { chunks })
  progress.total = whole.length
  return putContent(job, { size: whole.length, read: async (start, end) => whole.subarray(start, end) })
}
