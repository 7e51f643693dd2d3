/** The largest block that is taken for one, 64 MiB: sixteen times what clouds have. */
export const maxBlockSize = 67_108_864

/** Number of blocks of a content of `size` bytes: none for empty content. */
export function blockCount(size: number, blockSize: number): number {
  return Math.ceil(size / blockSize)
}

/** Bytes of block `index` of a content of `size` bytes. */
export function blockLength(index: number, size: number, blockSize: number): number {
  return Math.min(blockSize, size - index * blockSize)
}
