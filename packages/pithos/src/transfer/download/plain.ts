import { TransferError } from '@kamaki/core'
import { sendGetObject } from '../../api/object.ts'
import { allocate } from '../../codec/in-memory.ts'
import { parseContentRange } from '../../codec/ranges.ts'
import type { RandomAccessSink } from '../sink.ts'
import type { DownloadResult } from './options.ts'
import { heldAs, type RunningDownload } from './prepared.ts'

/** The content of a manifest: other objects joined by the server, of which there is no hashmap. In one request, unverified. */
export async function* plainStream(
  { http, at, map, options, request, progress }: RunningDownload,
  onResult: (result: DownloadResult) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { version, range: asked } = options
  const response = await sendGetObject(http, at, { ...request, version, range: asked })
  const range = parseContentRange(response.headers.get('content-range'))
  const length = response.headers.get('content-length')
  const total = range === undefined ? (length === null ? undefined : Number(length)) : range.last - range.first + 1
  progress.total = total
  progress.begin('receiving', 0)
  let bytes = 0
  const reader = response.body?.getReader()
  let finished = reader === undefined
  try {
    while (reader !== undefined) {
      const { done, value } = await reader.read()
      if (done) {
        finished = true
        break
      }
      bytes += value.length
      progress.add(value.length, value.length)
      yield value
    }
  } finally {
    if (!finished) await reader?.cancel().catch(() => undefined)
  }
  if (total !== undefined && bytes !== total)
    throw new TransferError(`The connection broke off while '${at.name}' was being downloaded`)
  progress.begin('done', bytes)
  onResult({ bytes, transferred: bytes, version: map.info.version, etag: map.info.etag, verified: false })
}

/** A manifest's content to a sink. */
export async function plainTo(download: RunningDownload, sink: RandomAccessSink): Promise<DownloadResult> {
  const { version, etag } = download.map.info
  let result: DownloadResult = { bytes: 0, transferred: 0, version, etag, verified: false }
  let position = 0
  const stream = plainStream(download, (done) => {
    result = done
  })
  for await (const chunk of stream) {
    await sink.write(position, chunk)
    position += chunk.length
  }
  return result
}

/** A manifest's content in memory. */
export async function plainBytes(
  download: RunningDownload,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; result: DownloadResult }> {
  const chunks: { position: number; chunk: Uint8Array }[] = []
  const result = await plainTo(download, {
    async write(position, chunk) {
      chunks.push({ position, chunk })
    },
  })
  const bytes = allocate(result.bytes, heldAs(download.at.name))
  for (const { position, chunk } of chunks) bytes.set(chunk, position)
  return { bytes, result }
}
