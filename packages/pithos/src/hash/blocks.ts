/** How the cloud cuts content into blocks; one setting for the whole service, read from a container. */
export interface BlockFormat {
  /** Bytes of a block, 4194304 unless configured otherwise. The last block of an object may be shorter. */
  blockSize: number
  /** Digest of a block, as Python's hashlib spells it: `sha256` unless configured otherwise. */
  blockHash: string
}

/** Number of blocks of a content of `size` bytes: none for empty content. */
export function blockCount(size: number, blockSize: number): number {
  return Math.ceil(size / blockSize)
}

/** Bytes of block `index` of a content of `size` bytes. */
export function blockLength(index: number, size: number, blockSize: number): number {
  return Math.min(blockSize, size - index * blockSize)
}
