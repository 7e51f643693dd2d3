import type { BlockFormat } from '../model/hashmap.ts'

/** Where a download goes that is written in any order. Positions count from the first byte that is delivered. */
export interface RandomAccessSink {
  /** Whether all of it is zero bytes at the start, so that these need not be written (a new file: they become holes). */
  readonly isZeroed?: boolean | undefined
  /** Whether anything may be in place already; by default it may. Of what begins with nothing the content is asked for at once. */
  hasContent?(): Promise<boolean>
  /**
   * Gets ready for content of so many bytes, which is verified as a whole when all of it has been written: it then comes in one request.
   * Where it turns out to be wrong `present` is called, again or for the first time. A sink without this method is written verified blocks only.
   */
  expect?(bytes: number): Promise<void>
  /**
   * Positions of those blocks that are in place already, so that they need not be fetched. Called once, before anything is written (but see
   * `expect`); `onChecked` may be called for each block as it is looked at.
   */
  present?(blocks: readonly BlockPlace[], context: PresentContext): Promise<ReadonlySet<number>>
  /**
   * Writes bytes. Several writes may be under way at once, to different places. The bytes are overwritten once it resolves: what keeps
   * them has to copy them.
   */
  write(position: number, bytes: Uint8Array): Promise<void>
}

/** A block as it is to lie in a sink. */
export interface BlockPlace {
  readonly position: number
  readonly length: number
  /** Hash that the cloud lists for it. Blocks of zero bytes have that of nothing. */
  readonly hash: string
}

/** What a sink needs to look at blocks. */
export interface PresentContext {
  readonly format: BlockFormat
  /** Bytes of the object in all. */
  readonly bytes: number
  readonly signal: AbortSignal | undefined
  onChecked(bytes: number): void
}
