import type { ApiResponse } from '@kamaki/core'
import { formatRanges, parseContentRange } from '../../codec/ranges.ts'
import { requestOf } from '../../request.ts'
import { ProgressCounter } from '../progress.ts'
import { CutError } from './byte-reader.ts'
import type { PreparedDownload } from './download.ts'
import type { DownloadResult } from './options.ts'
import type { RandomAccessSink } from './to-sink.ts'

/** The content of a manifest: other objects joined by the server, of which there is no hash list. In one request, unverified. */
export async function* plainStream(
  download: PreparedDownload,
  onResult: (result: DownloadResult) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { source, map, options } = download
  const headers =
    options.range === undefined ? options.headers : { ...options.headers, Range: formatRanges([options.range]) }
  const reply: ApiResponse = await source.fetch(undefined, options.version, { ...requestOf(options), headers })
  const range = parseContentRange(reply.headers.get('content-range'))
  const length = reply.headers.get('content-length')
  const total = range === undefined ? (length === null ? undefined : Number(length)) : range.last - range.first + 1
  const progress = new ProgressCounter('receiving', total, options.onProgress)
  progress.begin('receiving', 0)
  let bytes = 0
  const reader = reply.body?.getReader()
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
  if (total !== undefined && bytes !== total) throw new CutError('the body ended too soon').describe(source.name)
  progress.begin('done', bytes)
  onResult({ bytes, transferred: bytes, version: map.info.version, etag: map.info.etag, verified: false })
}

/** A manifest's content to a sink. */
export async function plainTo(download: PreparedDownload, sink: RandomAccessSink): Promise<DownloadResult> {
  let result: DownloadResult | undefined
  let position = 0
  const stream = plainStream(download, (done) => {
    result = done
  })
  for await (const chunk of stream) {
    await sink.write(position, chunk)
    position += chunk.length
  }
  const { etag, version } = download.map.info
  return result ?? { bytes: position, transferred: position, version, etag, verified: false }
}

/** A manifest's content in memory. */
export async function plainBytes(
  download: PreparedDownload,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; result: DownloadResult }> {
  const chunks: Uint8Array<ArrayBuffer>[] = []
  const result = await plainTo(download, {
    async write(_position, chunk) {
      chunks.push(chunk as Uint8Array<ArrayBuffer>)
    },
  })
  return { bytes: new Uint8Array(await new Blob(chunks).arrayBuffer()), result }
}
