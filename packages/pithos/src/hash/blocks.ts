/** Number of blocks of a content of `size` bytes: none for empty content. */
export function blockCount(size: number, blockSize: number): number {
  return Math.ceil(size / blockSize)
}

/** Bytes of block `index` of a content of `size` bytes. */
export function blockLength(index: number, size: number, blockSize: number): number {
  return Math.min(blockSize, size - index * blockSize)
}
