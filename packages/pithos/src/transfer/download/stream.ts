import type { RequestOptions } from '@kamaki/core'
import { AbortScope, type Http } from '@kamaki/core/toolkit'
import { expectHashing } from '../../hash/digest.ts'
import type { ProgressCounter } from '../progress.ts'
import { Window } from '../window.ts'
import { fetchBlocks } from './fetch-blocks.ts'
import { patienceMs, type Receiver } from './fetch-run.ts'
import type { OpenContent } from './open-content.ts'
import type { DownloadResult } from './options.ts'
import { partOf, planBlocks } from './plan.ts'
import { type RunningDownload, resultOf } from './prepared.ts'

/** Distinct blocks that are kept because they occur again later. */
const keptBlocks = 8

/** Zero bytes that are passed on at a time. */
const zeroChunk = 1_048_576

/** The content of a download in order, a bounded number of blocks ahead of the reader. */
export async function* blocksInOrder(
  given: RunningDownload,
  onResult: (result: DownloadResult) => void,
  open?: OpenContent,
): AsyncGenerator<Uint8Array, void, undefined> {
  const stop = new AbortScope(given.request.signal)
  const download = { ...given, request: { ...given.request, signal: stop.signal } }
  const { map, start, end, concurrency, emptyHash, progress } = download
  const plan = planBlocks(map, start, end, emptyHash)
  const repeated = [...plan.places]
    .filter(([, places]) => places.length > 1)
    .sort(([, a], [, b]) => b.length - a.length)
  const uses = new Map(repeated.slice(0, keptBlocks).map(([hash, places]) => [hash, places.length]))
  const indices = [...plan.places]
    .flatMap(([hash, places]) => (uses.has(hash) ? places.slice(0, 1) : places))
    .sort((a, b) => a - b)
  progress.total = end - start
  progress.begin('receiving', 0)
  const ahead = concurrency + 2
  const window = new Window<Uint8Array>(indices, ahead)
  expectHashing(indices.length * map.block_size)
  let verified = true
  const receiver: Receiver = {
    async admit(index, signal, patiently) {
      const isAdmitted = await window.admit(index, signal, patiently ? undefined : patienceMs)
      return isAdmitted ? () => undefined : undefined
    },
    // What the reader gets is theirs to keep.
    allocate: (length) => new Uint8Array(length),
    deliver: async (index, bytes) => window.put(index, bytes),
    onReceived: (bytes) => progress.add(0, bytes),
    onUnverifiable: () => {
      verified = false
    },
  }
  const fetching = fetchBlocks(download, receiver, indices, { open, window: ahead })
  fetching.catch((error: unknown) => window.fail(error))
  const kept = new Map<string, Uint8Array>()
  try {
    for (let index = plan.first; index < plan.end; index++) {
      const hash = map.hashes[index] ?? ''
      const { from, to } = partOf(map, index, start, end)
      if (hash === emptyHash) {
        for (let done = from; done < to; done += zeroChunk) yield new Uint8Array(Math.min(zeroChunk, to - done))
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
    onResult(resultOf(download, progress.transferred, verified))
  } finally {
    stop.abort(new Error('the download was given up'))
    await fetching.catch(() => undefined)
    stop.close()
  }
}

/** A stream of what `open` yields, as one composite call that begins with the first read and lasts until the stream ends. */
export function compositeStream(
  http: Http,
  name: string,
  options: RequestOptions,
  progress: ProgressCounter,
  open: (request: RequestOptions) => AsyncGenerator<Uint8Array, void, undefined>,
): ReadableStream<Uint8Array> {
  let stop: AbortScope | undefined
  let chunks: Promise<AsyncGenerator<Uint8Array, void, undefined>> | undefined
  let call: Promise<void> = Promise.resolve()
  let end = (): void => undefined
  const begin = (): Promise<AsyncGenerator<Uint8Array, void, undefined>> =>
    new Promise((resolve, reject) => {
      const scope = new AbortScope(options.signal)
      stop = scope
      const work = async (request: RequestOptions): Promise<void> => {
        resolve(open(request))
        await new Promise<void>((ended) => {
          end = ended
        })
      }
      call = progress
        .watch({ ...options, signal: scope.signal }, (watched) => http.composite(name, watched, work))
        .finally(() => scope.close())
      call.catch(reject)
    })
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          chunks ??= begin()
          const { done, value } = await (await chunks).next()
          if (done !== true) return controller.enqueue(value)
          end()
          await call
          controller.close()
        } catch (error) {
          end()
          throw error
        }
      },
      async cancel(reason) {
        stop?.abort(reason ?? new Error('the download was given up'))
        await chunks?.then((opened) => opened.return()).catch(() => undefined)
        end()
      },
    },
    { highWaterMark: 0 },
  )
}
