export { BlockStorageClient } from './block-storage-client.ts'
export type { FlavorId, ImageId, NetworkId, ServerId, SnapshotId, VolumeId } from './common/ids.ts'
export type { Contents } from './compute/base64.ts'
export type {
  ClusterStats,
  CycladesStats,
  Histogram,
  IpPoolStats,
  NodeStats,
  PublicStats,
  ServerCounts,
  SimpleStats,
  StatsDetailOptions,
  StatusTotals,
} from './compute/cloud-stats.ts'
export { CloudStats } from './compute/cloud-stats.ts'
export { ComputeVersions } from './compute/compute-versions.ts'
export type {
  Console,
  ConsoleType,
  SocketConsole,
  SocketConsoleType,
  UrlConsole,
  UrlConsoleType,
} from './compute/console-types.ts'
export { CycladesImageMetadata, CycladesImages } from './compute/cyclades-images.ts'
export { type CreateServerOptions, CycladesServers } from './compute/cyclades-servers.ts'
export { type Extension, Extensions } from './compute/extensions.ts'
export { type Flavor, type FlavorSummary, Flavors, type ListFlavorsOptions } from './compute/flavors.ts'
export { type ComputeFloatingIp, FloatingIps, type NetworkFloatingIp } from './compute/floating-ips.ts'
export { ImageMetadata } from './compute/image-metadata.ts'
export type { Image, ImageStatus, ImageSummary } from './compute/image-types.ts'
export { Images } from './compute/images.ts'
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
  NetworkRequest,
  NewCycladesServer,
  NewServer,
  PersonalityFile,
} from './compute/new-server-types.ts'
export { ServerAddresses, type ServerConnections } from './compute/server-addresses.ts'
export { type GraphType, ServerGraphs } from './compute/server-graphs.ts'
export { ServerMetadata } from './compute/server-metadata.ts'
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
export {
  type ListServersDetailOptions,
  type ListServersOptions,
  type RebootOptions,
  type RescueOptions,
  Servers,
} from './compute/servers.ts'
export { Userdata } from './compute/userdata.ts'
export {
  type GeneratedKey,
  type NewUserdataKey,
  type UserdataKey,
  type UserdataKeyChanges,
  UserdataKeys,
} from './compute/userdata-keys.ts'
export { type VolumeAttachment, VolumeAttachments } from './compute/volume-attachments.ts'
export { ComputeClient } from './compute-client.ts'
export { CycladesAdminClient } from './cyclades-admin-client.ts'
export { CycladesBlockStorageClient } from './cyclades-block-storage-client.ts'
export { CycladesComputeClient, type CycladesComputeClientOptions } from './cyclades-compute-client.ts'
export type { ComputeVersion, ComputeVersionDetail, VolumeVersion } from './version-types.ts'
export { VmapiClient } from './vmapi-client.ts'
export { type CycladesVolumeChanges, CycladesVolumes, type NewCycladesVolume } from './volume/cyclades-volumes.ts'
export { SnapshotMetadata } from './volume/snapshot-metadata.ts'
export { type NewSnapshot, type SnapshotChanges, Snapshots, type SnapshotTarget } from './volume/snapshots.ts'
export { VolumeTypes } from './volume/types.ts'
export { VolumeMetadata } from './volume/volume-metadata.ts'
export type {
  Snapshot,
  SnapshotStatus,
  Volume,
  VolumeServerAttachment,
  VolumeStatus,
  VolumeSummary,
  VolumeType,
} from './volume/volume-types.ts'
export { type NewVolume, type VolumeChanges, Volumes, type VolumeTarget } from './volume/volumes.ts'
