export { ObjectData } from './api/object-data.ts'
export type { PageOptions } from './api/paging.ts'
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
export type { ObjectHashmap, PithosGetOptions, ReadOptions } from './handles/object-reading.ts'
export type { UpdateOptions, WriteFromOptions } from './handles/object-updating.ts'
export { ObjectView, type ViewOptions } from './handles/object-view.ts'
export type { CopyOptions, PutHashmapOptions } from './handles/object-writing.ts'
export { type Groups, PithosAccount } from './handles/pithos-account.ts'
export { PithosAccounts } from './handles/pithos-accounts.ts'
export {
  type CreatePithosContainerOptions,
  type LookOptions,
  PithosContainer,
  type UpdateContainerOptions,
} from './handles/pithos-container.ts'
export { type ListContainersOptions, PithosContainers } from './handles/pithos-containers.ts'
export { PithosObject } from './handles/pithos-object.ts'
export { type ListPithosObjectsOptions, PithosObjects } from './handles/pithos-objects.ts'
export { PublicObject } from './handles/public-object.ts'
export { StorageAccount } from './handles/storage-account.ts'
export { type CreateContainerOptions, StorageContainer } from './handles/storage-container.ts'
export { StorageContainers } from './handles/storage-containers.ts'
export {
  type GetOptions,
  type ObjectPlace,
  type PutOptions,
  StorageObject,
  type WriteResult,
} from './handles/storage-object.ts'
export { type ListObjectsOptions, StorageObjects } from './handles/storage-objects.ts'
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
} from './model/listing.ts'
export { PithosClient } from './pithos-client.ts'
export { StorageClient, type StorageClientOptions } from './storage-client.ts'
export type { AppendOptions, AppendResult } from './transfer/append.ts'
export { Download } from './transfer/download/download.ts'
export type { DownloadOptions, DownloadResult } from './transfer/download/options.ts'
export type { RandomAccessSink } from './transfer/download/to-sink.ts'
export type { OverwriteOptions } from './transfer/overwrite.ts'
export type { ProgressListener, TransferProgress } from './transfer/progress.ts'
export type { ChunkStream, RandomAccessSource, UploadSource } from './transfer/source.ts'
export type { UploadOptions, UploadResult } from './transfer/upload/split-options.ts'
