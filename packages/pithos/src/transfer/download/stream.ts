import { requestOf } from '../../request.ts'
import { ProgressCounter } from '../progress.ts'
import { Window } from '../window.ts'
import type { PreparedDownload } from './download.ts'
import { fetchBlocks } from './fetch-blocks.ts'
import type { DownloadResult } from './options.ts'
import { partOf, planBlocks } from './plan.ts'

/** Distinct blocks that are kept because they occur again later. */
const keptBlocks = 8

/** NULs that are handed on at a time. */
const nulChunk = 1_048_576

/** The content of a download in order, a bounded number of blocks ahead of the reader. */
async function* inOrder(
  download: PreparedDownload,
  onResult: (result: DownloadResult) => void,
  stop: AbortController,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { map, start, end, options, source, concurrency, emptyHash } = download
  const plan = planBlocks(map, start, end, emptyHash)
  const repeated = [...plan.places]
    .filter(([, places]) => places.length > 1)
    .sort(([, a], [, b]) => b.length - a.length)
  const uses = new Map(repeated.slice(0, keptBlocks).map(([hash, places]) => [hash, places.length]))
  const indices = [...plan.places]
    .flatMap(([hash, places]) => (uses.has(hash) ? places.slice(0, 1) : places))
    .sort((a, b) => a - b)
  const progress = new ProgressCounter('receiving', end - start, options.onProgress)
  progress.begin('receiving', 0)
  const window = new Window<Uint8Array>(indices, concurrency + 2)
  let verified = true
  const job = {
    source,
    map,
    options: requestOf(options),
    // What the reader gets is his to keep.
    allocate: (_index: number, length: number): Uint8Array => new Uint8Array(length),
    deliver: (index: number, bytes: Uint8Array, signal: AbortSignal): Promise<void> => window.put(index, bytes, signal),
    onReceived: (bytes: number): void => progress.add(0, bytes),
    onUnverifiable: (): void => {
      verified = false
    },
  }
  // Long ranges would only fill the window with the far end of each: a block a request, unless blocks are small.
  const rangeBytes = Math.min(download.rangeBytes, 1_048_576)
  const fetching = fetchBlocks(job, indices, { concurrency, rangeBytes, signal: stop.signal })
  fetching.catch((error: unknown) => window.fail(error))
  const kept = new Map<string, Uint8Array>()
  try {
    for (let index = plan.first; index < plan.end; index++) {
      const hash = map.hashes[index] ?? ''
      const { from, to } = partOf(map, index, start, end)
      if (hash === emptyHash) {
        for (let done = from; done < to; done += nulChunk) yield new Uint8Array(Math.min(nulChunk, to - done))
      } else {
        const block = kept.get(hash) ?? (await window.take(index))
        const left = (uses.get(hash) ?? 0) - 1
        if (left > 0) {
          uses.set(hash, left)
          kept.set(hash, block)
        } else kept.delete(hash)
        const part = block.subarray(from, Math.min(to, block.length))
        // A kept block is copied: the reader may do with its chunk what it likes.
        yield left >= 0 && uses.has(hash) ? part.slice() : part
      }
      progress.add(to - from)
    }
    await fetching
    progress.begin('done', end - start)
    onResult({
      bytes: end - start,
      transferred: progress.transferred,
      version: map.info.version,
      etag: map.info.etag,
      verified,
    })
  } finally {
    stop.abort(new Error('the download was given up'))
    await fetching.catch(() => undefined)
  }
}

/** A stream over a download that is opened when the first bytes are wanted. */
export function downloadStream(
  open: () => Promise<PreparedDownload | AsyncGenerator<Uint8Array, void, undefined>>,
  onResult: (result: DownloadResult) => void,
  signal: AbortSignal | undefined,
): ReadableStream<Uint8Array> {
  const stop = new AbortController()
  const onAbort = (): void => stop.abort(signal?.reason)
  const finish = (): void => signal?.removeEventListener('abort', onAbort)
  let chunks: AsyncGenerator<Uint8Array, void, undefined> | undefined
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          if (chunks === undefined) {
            signal?.throwIfAborted()
            signal?.addEventListener('abort', onAbort, { once: true })
            const opened = await open()
            chunks = 'map' in opened ? inOrder(opened, onResult, stop) : opened
          }
          const { done, value } = await chunks.next()
          if (done === true) {
            finish()
            controller.close()
          } else controller.enqueue(value)
        } catch (error) {
          finish()
          throw error
        }
      },
      async cancel(reason) {
        finish()
        stop.abort(reason ?? new Error('the download was given up'))
        await chunks?.return()
      },
    },
    { highWaterMark: 0 },
  )
}
