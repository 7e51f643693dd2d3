export { BlockStorageClient } from './block-storage-client.ts'
export { MetadataResource, type MetadataRoutes } from './common/metadata.ts'
export type {
  FlavorId,
  ImageId,
  Metadata,
  NetworkId,
  ServerId,
  SnapshotId,
  VolumeId,
  VolumeTypeId,
} from './common/types.ts'
export type {
  ClusterStats,
  CycladesStats,
  GetStatsDetailOptions,
  Histogram,
  IpPoolStats,
  NodeStats,
  PublicStats,
  ServerCounts,
  SimpleStats,
  StatusTotals,
} from './compute/cloud-stats.ts'
export { CloudStats } from './compute/cloud-stats.ts'
export { ComputeMetadata, CycladesImageMetadata, ImageMetadata, ServerMetadata } from './compute/compute-metadata.ts'
export { type ComputeVersion, type ComputeVersionDetail, ComputeVersions } from './compute/compute-versions.ts'
export type {
  Console,
  ConsoleType,
  SocketConsole,
  SocketConsoleType,
  UrlConsole,
  UrlConsoleType,
} from './compute/console-types.ts'
export { type CreateServerOptions, CycladesServers } from './compute/cyclades-servers.ts'
export { type Extension, Extensions } from './compute/extensions.ts'
export { type Flavor, type FlavorSummary, Flavors, type ListFlavorsOptions } from './compute/flavors.ts'
export {
  type ComputeFloatingIp,
  CycladesComputeFloatingIps,
  FloatingIps,
  type NetworkFloatingIp,
  type NewComputeFloatingIp,
} from './compute/floating-ips.ts'
export type { Image, ImageStatus, ImageSummary } from './compute/image-types.ts'
export { CycladesImages, Images } from './compute/images.ts'
export {
  type CreatedKeypair,
  type Keypair,
  type KeypairDetail,
  Keypairs,
  type NewKeypair,
} from './compute/keypairs.ts'
export type {
  BlockDevice,
  BlockDeviceSource,
  Contents,
  NetworkRequest,
  NewCycladesServer,
  NewServer,
  PersonalityFile,
} from './compute/new-server-types.ts'
export { ServerAddresses, type ServerConnections } from './compute/server-addresses.ts'
export { type GraphType, ServerGraphs } from './compute/server-graphs.ts'
export type {
  ListServersDetailOptions,
  ListServersOptions,
  RebootServerOptions,
  RescueServerOptions,
  ServerChanges,
} from './compute/server-options.ts'
export { ServerParams } from './compute/server-params.ts'
export { ServerPassword } from './compute/server-password.ts'
export { type ServerTag, ServerTags, type TagStatus } from './compute/server-tags.ts'
export type {
  Address,
  Attachment,
  CreatedServer,
  Diagnostic,
  DiagnosticLevel,
  FirewallProfile,
  IpType,
  Server,
  ServerStats,
  ServerStatus,
  ServerSummary,
  TaskState,
} from './compute/server-types.ts'
export type { ServerTarget } from './compute/server-waits.ts'
export { Servers } from './compute/servers.ts'
export {
  type GeneratedKey,
  type NewUserdataKey,
  Userdata,
  type UserdataKey,
  type UserdataKeyChanges,
  UserdataKeys,
} from './compute/userdata-keys.ts'
export { type VolumeAttachment, VolumeAttachments } from './compute/volume-attachments.ts'
export { ComputeClient } from './compute-client.ts'
export { CycladesAdminClient } from './cyclades-admin-client.ts'
export { CycladesBlockStorageClient } from './cyclades-block-storage-client.ts'
export { CycladesComputeClient, type CycladesComputeClientOptions } from './cyclades-compute-client.ts'
export { VmapiClient } from './vmapi-client.ts'
export { type CycladesVolumeChanges, CycladesVolumes, type NewCycladesVolume } from './volume/cyclades-volumes.ts'
export {
  CycladesSnapshots,
  type NewSnapshot,
  type SnapshotChanges,
  Snapshots,
  type SnapshotTarget,
} from './volume/snapshots.ts'
export { VolumeTypes } from './volume/types.ts'
export { SnapshotMetadata, VolumeMetadata } from './volume/volume-metadata.ts'
export type {
  CreatedVolume,
  Snapshot,
  SnapshotStatus,
  Volume,
  VolumeServerAttachment,
  VolumeStatus,
  VolumeSummary,
  VolumeType,
  VolumeVersion,
} from './volume/volume-types.ts'
export { type NewVolume, type VolumeChanges, Volumes, type VolumeTarget } from './volume/volumes.ts'
