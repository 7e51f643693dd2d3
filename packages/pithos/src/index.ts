export type { HashmapResult } from './api/object-content.ts'
export { ObjectData } from './api/object-data.ts'
export type { ViewOptions } from './api/public.ts'
export { type MetaOperator, meta } from './codec/meta-filter.ts'
export { normaliseMetadataName } from './codec/metadata.ts'
export type { RangePart } from './codec/multipart-ranges.ts'
export { PithosMetadata, StorageMetadata } from './handles/metadata.ts'
export { ObjectView } from './handles/object-view.ts'
export { PithosAccount, PithosAccounts, PithosContainers } from './handles/pithos-account.ts'
export { PithosContainer, PithosObjects } from './handles/pithos-container.ts'
export { PithosObject } from './handles/pithos-object.ts'
export { PublicObject } from './handles/public-object.ts'
export { StorageAccount, StorageContainers } from './handles/storage-account.ts'
export { StorageContainer, StorageObjects } from './handles/storage-container.ts'
export { StorageObject } from './handles/storage-object.ts'
export { hashBlock } from './hash/block-hash.ts'
export { rootHash } from './hash/root-hash.ts'
export type { AccountChanges, AccountInfo, AccountSummary, Groups, InfoOptions } from './model/account.ts'
export type { ByteRange, Conditions, TimeConditions, Until, WriteConditions } from './model/conditions.ts'
export type {
  ContainerChanges,
  ContainerInfo,
  ContainerPolicy,
  ContainerSummary,
  ListContainersOptions,
  NewContainer,
  NewPithosContainer,
  PolicyChanges,
} from './model/container.ts'
export type { BlockFormat, Hashmap, NewHashmap, ObjectHashmap } from './model/hashmap.ts'
export type { PageOptions } from './model/listing.ts'
export type { AccountLocation, ContainerLocation, ObjectLocation, ObjectRef } from './model/location.ts'
export type { Metadata, MetadataChanges } from './model/metadata.ts'
export type {
  Access,
  ContentInfo,
  ManifestParts,
  ObjectInfo,
  ObjectProperties,
  ObjectSummary,
  ObjectVersion,
  Permissions,
  SubdirEntry,
  WriteResult,
} from './model/object.ts'
export type {
  CopyOptions,
  DeleteTreeOptions,
  GetOptions,
  ListObjectsOptions,
  ListPithosObjectsOptions,
  MetaFilter,
  MoveOptions,
  ObjectChanges,
  ObjectInfoOptions,
  PithosGetOptions,
  PostFormOptions,
  PutHashmapOptions,
  PutOptions,
  ReplaceMetadataOptions,
  UpdateOptions,
  WriteFromOptions,
  WriteOptions,
} from './model/object-options.ts'
export { PithosClient } from './pithos-client.ts'
export { StorageClient, type StorageClientOptions } from './storage-client.ts'
export type { AppendOptions, AppendResult } from './transfer/append.ts'
export type { BlockMemory } from './transfer/buffer-pool.ts'
export { Download } from './transfer/download/download.ts'
export type { DownloadOptions, DownloadResult } from './transfer/download/options.ts'
export type { KnownContent } from './transfer/download/prepared.ts'
export type { ProgressListener, TransferProgress } from './transfer/progress.ts'
export type { BlockPlace, PresentContext, RandomAccessSink } from './transfer/sink.ts'
export type { RandomAccessSource, UploadSource } from './transfer/source.ts'
export type { ChunkStream } from './transfer/stream-source.ts'
export type { UploadOptions, UploadResult } from './transfer/upload/split-options.ts'
