import { contentTypeOf } from '../../codec/content-type.ts'
import { requestOf } from '../../request.ts'
import { ProgressCounter } from '../progress.ts'
import { chunksOf, openSource, type RandomAccessSource, type UploadSource } from '../source.ts'
import { readAhead } from '../source-blocks.ts'
import { uploadByHashes } from './by-hashes.ts'
import { putContent, putStream } from './single.ts'
import { settleUploadOptions, type UploadOptions, type UploadResult } from './split-options.ts'
import { uploadAsItComes } from './streaming.ts'
import type { UploadTarget } from './upload-target.ts'

/** Uploads content by the way that suits it. */
export async function upload(target: UploadTarget, source: UploadSource, given: UploadOptions): Promise<UploadResult> {
  given.signal?.throwIfAborted()
  const { random, stream } = openSource(source)
  try {
    const contentType = given.contentType ?? contentTypeOf(target.name, random?.type)
    const options = { ...given, ...settleUploadOptions(given), contentType }
    const progress = new ProgressCounter('hashing', random?.size, given.onProgress)
    let result: UploadResult
    if (random !== undefined) result = await uploadRandom(target, random, options, progress)
    else if (target.foreign || options.md5 !== undefined)
      result = await putStream(target, chunksOf(stream, options.signal), options, progress)
    else {
      const { whole, chunks } = await readAhead(chunksOf(stream, options.signal), options.singleRequestBytes)
      if (whole === undefined) result = await uploadAsItComes(target, { chunks }, options, progress)
      else {
        progress.total = whole.length
        const read = async (start: number, end: number): Promise<Uint8Array> => whole.subarray(start, end)
        result = await putContent(target, { size: whole.length, read }, options, progress)
      }
    }
    progress.total = result.bytes
    progress.begin('done', result.bytes)
    return result
  } catch (error) {
    stream?.close(error)
    throw error
  } finally {
    await random?.close?.()
  }
}

async function uploadRandom(
  target: UploadTarget,
  source: RandomAccessSource,
  options: UploadOptions & ReturnType<typeof settleUploadOptions>,
  progress: ProgressCounter,
): Promise<UploadResult> {
  if (source.size <= options.singleRequestBytes || options.md5 !== undefined)
    return putContent(target, source, options, progress)
  if (options.dedupe === 'previous' && !target.foreign) return uploadAsItComes(target, { source }, options, progress)
  return uploadByHashes(target, source, await target.containerInfo(requestOf(options)), options, progress)
}
