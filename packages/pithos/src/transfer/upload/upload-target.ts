import type { Body, RequestOptions } from '@kamaki/core'
import type { AccountInfo } from '../../codec/account-info.ts'
import type { ContainerInfo } from '../../codec/container-info.ts'
import type { ObjectInfo } from '../../codec/object-info.ts'
import type { PutHashmapOptions } from '../../handles/object-writing.ts'
import type { PutOptions, WriteResult } from '../../handles/storage-object.ts'

/** The requests that an upload is made of. */
export interface UploadTarget {
  readonly name: string
  /** Whether it is in someone else's account: there, blocks cannot be stored on their own. */
  readonly foreign: boolean
  info(options: RequestOptions): Promise<ObjectInfo>
  hashes(options: RequestOptions): Promise<string[]>
  containerInfo(options: RequestOptions): Promise<ContainerInfo>
  accountInfo(options: RequestOptions): Promise<AccountInfo>
  put(body: Body, options: PutOptions): Promise<WriteResult>
  putHashmap(
    map: { bytes: number; hashes: readonly string[] },
    options: PutHashmapOptions,
  ): Promise<{ missing: string[]; written: WriteResult | undefined }>
  postBlocks(blocks: Uint8Array, options: RequestOptions): Promise<string[]>
}
