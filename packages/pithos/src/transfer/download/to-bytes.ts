import { allocate } from '../../codec/in-memory.ts'
import { hashBlock } from '../../hash/block-hash.ts'
import type { RandomAccessSink } from '../sink.ts'
import { heldAs, type RunningDownload } from './prepared.ts'

/** A sink of bytes in memory. `isRead`: they may be written before they are verified. */
function memorySink(bytes: Uint8Array, isRead: boolean): RandomAccessSink {
  const write: RandomAccessSink['write'] = async (position, part) => bytes.set(part, position)
  if (!isRead) return { isZeroed: true, write }
  return {
    isZeroed: true,
    write,
    expect: async () => undefined,
    async present(blocks, { format: { blockHash }, signal, onChecked }) {
      const right = new Set<number>()
      for (const { position, length, hash } of blocks) {
        signal?.throwIfAborted()
        if ((await hashBlock(bytes.subarray(position, position + length), blockHash)) === hash) right.add(position)
        onChecked(length)
      }
      return right
    },
  }
}

/** Memory for a download, and a sink that writes to it. */
export function memoryFor({ start, end, at, found }: RunningDownload): {
  bytes: Uint8Array<ArrayBuffer>
  sink: RandomAccessSink
} {
  const bytes = allocate(end - start, heldAs(at.name))
  return { bytes, sink: memorySink(bytes, found !== undefined) }
}
