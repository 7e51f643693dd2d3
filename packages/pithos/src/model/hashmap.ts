import type { ObjectInfo } from './object.ts'

/** How the cloud cuts content into blocks; one setting for the whole service, read from a container. */
export interface BlockFormat {
  /** Bytes of a block, 4194304 unless configured otherwise. The last block of an object may be shorter. */
  readonly blockSize: number
  /** Digest of a block, as Python's hashlib spells it: `sha256` unless configured otherwise. */
  readonly blockHash: string
}

/** The block hashes of an object to write. */
export type NewHashmap = Pick<Hashmap, 'bytes' | 'hashes'>

/** Block hashes of an object, as the server sends them. */
export interface Hashmap {
  /** Bytes of a block. */
  readonly block_size: number
  readonly block_hash: string
  /** Bytes of the object. */
  readonly bytes: number
  /** One hash a block, in order. An empty object has one: that of nothing. */
  readonly hashes: readonly string[]
}

/** An object's hashmap, with what the headers beside it say. */
export interface ObjectHashmap extends Hashmap {
  readonly info: ObjectInfo
}
