import type { Link } from '@kamaki/core'
import type {
  Address,
  Attachment,
  ClusterStats,
  ComputeFloatingIp,
  ComputeVersion,
  ComputeVersionDetail,
  CycladesStats,
  Diagnostic,
  Flavor,
  FlavorSummary,
  Image,
  ImageSummary,
  Keypair,
  KeypairDetail,
  NetworkFloatingIp,
  Server,
  ServerStats,
  ServerSummary,
  Snapshot,
  SocketConsole,
  UserdataKey,
  Volume,
  VolumeAttachment,
  VolumeServerAttachment,
  VolumeSummary,
  VolumeType,
  VolumeVersion,
} from '@kamaki/cyclades'
import { expect, it } from 'vitest'
import computeApi from '../../../tooling/api-coverage/api/compute.json' with { type: 'json' }
import volumeApi from '../../../tooling/api-coverage/api/volume.json' with { type: 'json' }

/** Each field of a type, and whether it may be missing (`?`) or null (`0`). The compiler holds this against the type. */
type Fields<T> = {
  [K in keyof Required<T>]: undefined extends Pick<T, K>[K]
    ? '?'
    : [T[K]] extends [null]
      ? ''
      : null extends T[K]
        ? '0'
        : ''
}

const link: Fields<Link> = { rel: '', href: '', type: '?' }
const serverSummary: Fields<ServerSummary> = { id: '', name: '', links: '' }
const server: Fields<Server> & { adminPass: '?' } = {
  ...serverSummary,
  user_id: '',
  tenant_id: '0',
  shared_to_project: '',
  status: '',
  'SNF:task_state': '',
  progress: '',
  hostId: '',
  updated: '',
  created: '',
  flavor: '',
  image: '',
  suspended: '',
  metadata: '',
  tags: '',
  attachments: '',
  addresses: '',
  volumes: '',
  diagnostics: '',
  security_groups: '',
  key_name: '0',
  'SNF:key_names': '',
  config_drive: '',
  accessIPv4: '',
  accessIPv6: '',
  'SNF:fqdn': '0',
  'SNF:port_forwarding': '',
  deleted: '',
  'SNF:rescue': '',
  // Of `CreatedServer`, which always has it.
  adminPass: '?',
}
const flavorSummary: Fields<FlavorSummary> = { id: '', name: '', links: '' }
const flavor: Fields<Flavor> = {
  ...flavorSummary,
  ram: '',
  disk: '',
  vcpus: '',
  'os-flavor-access:is_public': '',
  'SNF:disk_template': '',
  'SNF:volume_type': '',
  'SNF:allow_create': '',
  'SNF:flavor-access': '',
}
const imageSummary: Fields<ImageSummary> = { id: '', name: '' }
const image: Fields<Image> = {
  ...imageSummary,
  updated: '',
  created: '',
  status: '',
  progress: '',
  user_id: '',
  tenant_id: '',
  public: '',
  links: '',
  metadata: '',
  is_snapshot: '',
}
const keypair: Fields<Keypair> & { private_key: '?' } = {
  name: '',
  fingerprint: '',
  public_key: '',
  // Of `CreatedKeypair`.
  private_key: '?',
}
const keypairDetail: Fields<KeypairDetail> = {
  id: '',
  name: '',
  fingerprint: '',
  public_key: '',
  deleted: '',
  created_at: '',
  updated_at: '0',
  deleted_at: '0',
}
const volumeSummary: Fields<VolumeSummary> = { id: '', display_name: '0', links: '' }
const volume: Fields<Volume> = {
  ...volumeSummary,
  status: '',
  size: '',
  display_description: '0',
  created_at: '',
  metadata: '',
  snapshot_id: '0',
  source_volid: '0',
  image_id: '0',
  attachments: '',
  volume_type: '',
  deleted: '',
  delete_on_termination: '',
  user_id: '',
  tenant_id: '0',
  shared_to_project: '',
}

const ofCompute: Record<string, object> = {
  Version: { id: '', status: '', updated: '', links: '' } satisfies Fields<ComputeVersion>,
  VersionDetail: { id: '', status: '', updated: '', links: '', media_types: '' } satisfies Fields<ComputeVersionDetail>,
  Link: link,
  ServerSummary: serverSummary,
  Server: server,
  Attachment: {
    id: '',
    network_id: '',
    mac_address: '0',
    ipv4: '',
    ipv6: '',
    firewallProfile: '?',
    'OS-EXT-IPS:type': '?',
  } satisfies Fields<Attachment>,
  Address: { version: '', addr: '', 'OS-EXT-IPS:type': '' } satisfies Fields<Address>,
  Diagnostic: {
    level: '',
    created: '',
    source: '',
    source_date: '?',
    message: '',
    details: '0',
  } satisfies Fields<Diagnostic>,
  ServerStats: {
    serverRef: '',
    refresh: '',
    cpuBar: '',
    cpuTimeSeries: '',
    netBar: '',
    netTimeSeries: '',
  } satisfies Fields<ServerStats>,
  Console: { type: '', host: '', port: '', password: '' } satisfies Fields<SocketConsole>,
  VolumeAttachment: { id: '', volumeId: '', serverId: '', device: '' } satisfies Fields<VolumeAttachment>,
  FlavorSummary: flavorSummary,
  Flavor: flavor,
  ImageSummary: imageSummary,
  Image: image,
  Keypair: keypair,
  KeypairDetail: keypairDetail,
  ComputeFloatingIp: {
    id: '',
    ip: '',
    instance_id: '0',
    fixed_ip: '',
    pool: '',
  } satisfies Fields<ComputeFloatingIp>,
  NetworkFloatingIp: {
    id: '',
    floating_ip_address: '',
    floating_network_id: '',
    instance_id: '0',
    port_id: '0',
    fixed_ip_address: '',
    user_id: '',
    tenant_id: '0',
    shared_to_project: '',
    deleted: '',
  } satisfies Fields<NetworkFloatingIp>,
  UserdataKey: { id: '', uri: '', name: '', content: '', fingerprint: '' } satisfies Fields<UserdataKey>,
  CycladesStats: {
    datetime: '',
    clusters: '',
    servers: '',
    ip_pools: '?',
    networks: '?',
    images: '',
  } satisfies Fields<CycladesStats>,
  Cluster: {
    drained: '',
    offline: '',
    hypervisor: '',
    disk_templates: '',
    virtual_servers: '',
    virtual_cpu: '',
    virtual_ram: '',
    virtual_disk: '',
    nodes: '',
  } satisfies Fields<ClusterStats>,
}

const ofVolume: Record<string, object> = {
  Version: {
    id: '',
    status: '',
    links: '',
    min_version: '',
    version: '',
    media_types: '',
  } satisfies Fields<VolumeVersion>,
  VolumeSummary: volumeSummary,
  Volume: volume,
  VolumeServerAttachment: {
    server_id: '',
    volume_id: '',
    device_index: '0',
  } satisfies Fields<VolumeServerAttachment>,
  Snapshot: {
    id: '',
    display_name: '',
    display_description: '',
    status: '',
    size: '',
    user_id: '',
    tenant_id: '',
    'os-extended-snapshot-attribute:progress': '',
    created_at: '',
    metadata: '',
    volume_id: '0',
    links: '',
  } satisfies Fields<Snapshot>,
  VolumeType: {
    id: '',
    name: '',
    deleted: '',
    'SNF:disk_template': '',
    'SNF:detachable': '',
  } satisfies Fields<VolumeType>,
}

interface InventoryField {
  optional?: boolean
  nullable?: boolean
}
type InventoryTypes = Record<string, Record<string, InventoryField>>

function fieldsOf(types: InventoryTypes, name: string): Record<string, string> {
  const entries = Object.entries(types[name] ?? {})
  return Object.fromEntries(
    entries.map(([field, { optional, nullable }]) => [field, optional ? '?' : nullable ? '0' : '']),
  )
}

const cases = [
  ...Object.entries(ofCompute).map(([name, fields]) => [name, fields, computeApi.types as InventoryTypes] as const),
  ...Object.entries(ofVolume).map(([name, fields]) => [name, fields, volumeApi.types as InventoryTypes] as const),
]

it.each(cases)('has each field of %s, missing or null where it may be', (name, fields, types) => {
  expect(fields).toEqual(fieldsOf(types, name))
})

it('covers every type of a response', () => {
  // What only requests have is in `NewServer`; the links of volumes are those of servers.
  const requests = ['Personality', 'NetworkRequest', 'BlockDevice']
  const left = (types: object, ours: object): string[] =>
    Object.keys(types).filter((name) => !Object.hasOwn(ours, name))
  expect(left(computeApi.types, ofCompute)).toEqual(requests)
  expect(left(volumeApi.types, ofVolume)).toEqual(['Link'])
})
