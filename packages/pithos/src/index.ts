export type { AccountInfo } from './codec/account-info.ts'
export type { Conditions } from './codec/conditions.ts'
export type { ContainerInfo, ContainerPolicy } from './codec/container-info.ts'
export type { ObjectReference } from './codec/location.ts'
export { type MetaFilter, type MetaOperator, meta } from './codec/meta-filter.ts'
export { type Metadata, type MetadataChanges, normaliseMetadataName } from './codec/metadata.ts'
export type { RangePart } from './codec/multipart-ranges.ts'
export type { ContentInfo, ObjectInfo } from './codec/object-info.ts'
export type { Permissions } from './codec/permissions.ts'
export type { ByteRange } from './codec/ranges.ts'
export type { Until } from './codec/until.ts'
export type { ManifestParts, ObjectProperties, WriteConditions } from './codec/write-headers.ts'
export { hashBlock } from './hash/block-hash.ts'
export type { BlockFormat } from './hash/blocks.ts'
export { rootHash } from './hash/root-hash.ts'
export type {
  AccountListingEntry,
  ContainerListingEntry,
  ContainerPolicyEntry,
  Hashmap,
  ObjectListingEntry,
  ObjectVersion,
  SubdirEntry,
} from './listing-types.ts'
export type { ObjectHashmap, PithosGetOptions, ReadOptions } from './pithos/object-reading.ts'
export type { UpdateOptions, WriteFromOptions } from './pithos/object-updating.ts'
export { ObjectView, type ViewOptions } from './pithos/object-view.ts'
export type { CopyOptions, PutHashmapOptions } from './pithos/object-writing.ts'
export { type Groups, PithosAccount } from './pithos/pithos-account.ts'
export { PithosAccounts } from './pithos/pithos-accounts.ts'
export {
  type CreatePithosContainerOptions,
  type LookOptions,
  PithosContainer,
  type UpdateContainerOptions,
} from './pithos/pithos-container.ts'
export { type ListContainersOptions, PithosContainers } from './pithos/pithos-containers.ts'
export { PithosObject } from './pithos/pithos-object.ts'
export { type ListPithosObjectsOptions, PithosObjects } from './pithos/pithos-objects.ts'
export { PublicObject } from './pithos/public-object.ts'
export { PithosClient } from './pithos-client.ts'
export { ObjectData } from './storage/object-data.ts'
export type { PageOptions } from './storage/paging.ts'
export { StorageAccount } from './storage/storage-account.ts'
export { type CreateContainerOptions, StorageContainer } from './storage/storage-container.ts'
export { StorageContainers } from './storage/storage-containers.ts'
export {
  type GetOptions,
  type ObjectPlace,
  type PutOptions,
  StorageObject,
  type WriteResult,
} from './storage/storage-object.ts'
export { type ListObjectsOptions, StorageObjects } from './storage/storage-objects.ts'
export { StorageClient } from './storage-client.ts'
export type { AppendOptions, AppendResult } from './transfer/append.ts'
export { Download } from './transfer/download.ts'
export type { DownloadOptions, DownloadResult } from './transfer/download-options.ts'
export type { RandomAccessSink } from './transfer/download-to-sink.ts'
export type { OverwriteOptions } from './transfer/overwrite.ts'
export type { ProgressListener, TransferProgress } from './transfer/progress.ts'
export type { ChunkStream, RandomAccessSource, UploadSource } from './transfer/source.ts'
export type { UploadOptions, UploadResult } from './transfer/upload-options.ts'
