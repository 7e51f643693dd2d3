import type { RequestOptions } from '@kamaki/core'
import { requestOf } from '../request.ts'
import { type AppendResult, type AppendTarget, piecesOf, writePieces } from './append.ts'
import { ProgressCounter, type ProgressListener } from './progress.ts'
import type { UploadSource } from './source.ts'
import { cutBlocks } from './source-blocks.ts'

/** Options of an overwrite. */
export interface OverwriteOptions extends RequestOptions {
  /** Only if the object's ETag is this one at the start. */
  ifMatch?: string | undefined
  /** Bytes of content a request. Default 4194304 (4 MiB). */
  requestBytes?: number | undefined
  onProgress?: ProgressListener | undefined
}

/** Writes content over an object's own. */
export async function overwriteContent(
  target: Pick<AppendTarget, 'write'>,
  offset: number,
  source: UploadSource,
  options: OverwriteOptions,
): Promise<AppendResult> {
  const pieces = piecesOf(source, options.requestBytes, options.signal)
  try {
    const progress = new ProgressCounter('sending', pieces.size, options.onProgress)
    const cut = cutBlocks(pieces.chunks, pieces.requestBytes)
    return await writePieces(target, offset, options.ifMatch, cut, requestOf(options), progress)
  } finally {
    await pieces.close()
  }
}
