import type { PreparedDownload } from './download.ts'
import type { DownloadResult } from './options.ts'
import { downloadToSink } from './to-sink.ts'

/** Downloads into memory. */
export async function downloadToBytes(
  download: PreparedDownload,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; result: DownloadResult }> {
  const bytes = new Uint8Array(download.end - download.start)
  const result = await downloadToSink(download, {
    isZeroed: true,
    memory: (position, length) => bytes.subarray(position, position + length),
    async write(position, part) {
      bytes.set(part, position)
    },
  })
  return { bytes, result }
}
