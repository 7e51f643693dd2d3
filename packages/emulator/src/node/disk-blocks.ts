import * as files from 'node:fs'
import { join } from 'node:path'
import { FileBlocks } from '../server/storage/file-blocks.ts'

/**
 * Blocks as files below a directory, so that a big object takes disk instead of memory. Only the blocks outlive the
 * process: what objects they belong to is kept in memory, unless the option `state` keeps all of the cloud in a directory.
 */
export class DiskBlocks extends FileBlocks {
  /** Uses (and creates, if need be) `directory/blocks`, and removes there what processes that were killed have left half written. */
  constructor(directory: string) {
    super(files, join(directory, 'blocks'))
    void this.sweep()
  }
}
