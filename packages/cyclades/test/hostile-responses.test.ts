import {
  BlockStorageClient,
  ComputeClient,
  CycladesAdminClient,
  CycladesBlockStorageClient,
  CycladesComputeClient,
  VmapiClient,
} from '@kamaki/cyclades'
import {
  type HostileCall,
  survivesHostileResponses,
  survivesWrongArguments,
  survivesWrongFields,
} from '@kamaki-tooling/testing'

type Fetch = typeof globalThis.fetch
const url = 'http://odd.test/v2.0'
const computeOf = (fetch: Fetch) => new CycladesComputeClient(url, 'token', { fetch, retry: false })
const plainOf = (fetch: Fetch) => new ComputeClient(url, 'token', { fetch, retry: false })
const storageOf = (fetch: Fetch) => new CycladesBlockStorageClient(url, 'token', { fetch, retry: false })
const plainStorageOf = (fetch: Fetch) => new BlockStorageClient(url, 'token', { fetch, retry: false })

const server = {
  id: 1,
  name: 's',
  status: 'ACTIVE',
  'SNF:task_state': '',
  flavor: { id: 1 },
  image: { id: 'i' },
  adminPass: 'p',
  diagnostics: [{ message: 'm' }],
}
const summary = { id: 'i', name: 'n' }
const newServer = { name: 's', flavorRef: 1, imageRef: 'i' }
const tags = { tags: ['a'], statuses: ['ACTIVE'] }
const metadata = { metadata: { a: 'b' } }
const stats = {
  stats: { cpuBar: 'http://stats.test/v1.0/cpu-bar/x', netTimeSeries: 'http://stats.test/v1.0/net-ts/x' },
}
const key = { id: 1, name: 'k', content: 'c' }
const connections = { addresses: { 1: [{ version: 4, addr: 'a' }] }, attachments: [{ id: 1 }] }
const attachment = { id: 1, volumeId: 2, serverId: 1 }
const keypair = { name: 'k', private_key: 'p' }
const image = { image: { ...summary, status: 'ACTIVE', metadata: { os: 'debian', users: 'root' } } }

/** What both dialects of the compute service have. */
function common<C extends ComputeClient>(): Record<string, HostileCall<C>> {
  return {
    'servers.list': [({ servers }) => servers.list(), { servers: [server] }],
    'servers.listDetail': [
      ({ servers }) => servers.listDetail({ status: 'ACTIVE', flavor: 1, image: 'i', marker: 0, limit: 3 }),
      { servers: [server] },
    ],
    'servers.find': [({ servers }) => servers.find('a'), { servers: [{ id: 1, name: 'a' }] }],
    'servers.get': [({ servers }) => servers.get(1), { server }],
    'servers.create': [({ servers }) => servers.create(newServer), { server, ...image }, 202],
    'servers.metadata.list': [({ servers }) => servers.metadata.list(1), metadata],
    'servers.metadata.get': [({ servers }) => servers.metadata.get(1, 'a'), { meta: { a: 'b' } }],
    'servers.metadata.set': [({ servers }) => servers.metadata.set(1, 'a', 'b'), { meta: { a: 'b' } }, 201],
    'servers.metadata.update': [({ servers }) => servers.metadata.update(1, { a: 'b' }), metadata, 201],
    'servers.tags.list': [({ servers }) => servers.tags.list(1), tags],
    'servers.tags.replace': [({ servers }) => servers.tags.replace(1, ['a']), tags],
    'servers.tags.has': [({ servers }) => servers.tags.has(1, 'a'), null],
    'servers.tags.status': [({ servers }) => servers.tags.status(1, 'a'), null],
    'servers.addresses.all': [({ servers }) => servers.addresses.all(1), connections],
    'servers.addresses.get': [({ servers }) => servers.addresses.get(1, 2), { network: connections.addresses }],
    'flavors.list': [({ flavors }) => flavors.list(), { flavors: [summary] }],
    'flavors.listDetail': [({ flavors }) => flavors.listDetail(), { flavors: [summary] }],
    'flavors.find': [({ flavors }) => flavors.find('a'), { flavors: [{ id: 1, name: 'a' }] }],
    'flavors.get': [({ flavors }) => flavors.get(1), { flavor: summary }],
    'flavors.extraSpecs': [({ flavors }) => flavors.extraSpecs(1), { extra_specs: { a: 'b' } }],
    'images.list': [({ images }) => images.list(), { images: [summary] }],
    'images.listDetail': [({ images }) => images.listDetail(), { images: [image.image] }],
    'images.find': [({ images }) => images.find('a'), { images: [{ id: 'i', name: 'a' }] }],
    'images.get': [({ images }) => images.get('i'), image],
    'images.metadata.list': [({ images }) => images.metadata.list('i'), metadata],
    'images.metadata.get': [({ images }) => images.metadata.get('i', 'a'), { meta: { a: 'b' } }],
    'images.metadata.set': [({ images }) => images.metadata.set('i', 'a', 'b'), { meta: { a: 'b' } }, 201],
    'images.metadata.update': [({ images }) => images.metadata.update('i', { a: 'b' }), metadata, 201],
    'images.metadata.delete': [({ images }) => images.metadata.delete('i', 'a'), metadata, 201],
    'keypairs.list': [({ keypairs }) => keypairs.list(), { keypairs: [{ keypair }] }],
    'keypairs.get': [({ keypairs }) => keypairs.get('k'), { keypair }],
    'keypairs.create': [({ keypairs }) => keypairs.create({ name: 'k' }), { keypair }, 201],
    'floatingIps.list': [({ floatingIps }) => floatingIps.list(), { floating_ips: [{ id: 1 }] }],
    'floatingIps.get': [({ floatingIps }) => floatingIps.get(1), { floatingip: { id: '1' } }],
    'floatingIps.create': [({ floatingIps }) => floatingIps.create(), { floating_ip: { id: 1 } }],
    'extensions.list': [({ extensions }) => extensions.list(), { extensions: [summary] }],
    'versions.list': [({ versions }) => versions.list(), { versions: [summary] }],
    'versions.get': [({ versions }) => versions.get(), { version: summary }],
  }
}

const withoutBody = [
  ...['update', 'rename', 'delete', 'start', 'shutdown', 'reboot', 'resize', 'rescue', 'unrescue'],
  ...['setFirewallProfile', 'reassign', 'addFloatingIp', 'removeFloatingIp', 'metadata.delete', 'password.delete'],
  ...['tags.removeAll', 'tags.add', 'tags.remove'],
].map((name) => `servers.${name}`)
const apart = [...withoutBody, 'images.delete', 'keypairs.delete', 'floatingIps.delete']

survivesHostileResponses(plainOf, common<ComputeClient>(), apart)

survivesHostileResponses<CycladesComputeClient>(
  computeOf,
  {
    ...common<CycladesComputeClient>(),
    'servers.console': [({ servers }) => servers.console(1), { console: { type: 'vnc', password: 'p' } }],
    'servers.stats': [({ servers }) => servers.stats(1), stats],
    'servers.graphs.get': [({ servers }) => servers.graphs.get(1, 'cpu-bar'), stats],
    'servers.diagnostics': [({ servers }) => servers.diagnostics(1), [{ message: 'm' }]],
    'servers.password.get': [({ servers }) => servers.password.get(1), { password: 'p' }],
    'volumeAttachments.list': [
      ({ volumeAttachments }) => volumeAttachments.list(1),
      { volumeAttachments: [attachment] },
    ],
    'volumeAttachments.get': [({ volumeAttachments }) => volumeAttachments.get(1, 2), { volumeAttachment: attachment }],
    'volumeAttachments.attach': [
      ({ volumeAttachments }) => volumeAttachments.attach(1, 2),
      { volumeAttachment: attachment },
      202,
    ],
    'volumeAttachments.detachVolume': [
      ({ volumeAttachments }) => volumeAttachments.detachVolume(1, 2),
      { volumeAttachments: [attachment] },
      202,
    ],
    'userdata.keys.list': [({ userdata }) => userdata.keys.list(), [key]],
    'userdata.keys.get': [({ userdata }) => userdata.keys.get(1), key],
    'userdata.keys.create': [({ userdata }) => userdata.keys.create({ name: 'k', content: 'c' }), key],
    'userdata.keys.update': [({ userdata }) => userdata.keys.update(1, { name: 'k' }), key],
    'userdata.keys.generate': [({ userdata }) => userdata.keys.generate(), { private: 'p', public: 'q' }],
  },
  [...apart, 'volumeAttachments.detach', 'userdata.keys.delete'],
)

const volume = { id: '1', display_name: 'v', status: 'in_use', attachments: [{ server_id: 1 }] }
const snapshot = { id: 's', status: 'AVAILABLE' }

/** What both dialects of the block storage service have. */
function commonStorage<C extends BlockStorageClient>(): Record<string, HostileCall<C>> {
  return {
    'volumes.list': [({ volumes }) => volumes.list(), { volumes: [volume] }],
    'volumes.listDetail': [({ volumes }) => volumes.listDetail(), { volumes: [volume] }],
    'volumes.find': [({ volumes }) => volumes.find('a'), { volumes: [{ id: '1', display_name: 'a' }] }],
    'volumes.get': [({ volumes }) => volumes.get(1), { volume }],
    'volumes.update': [({ volumes }) => volumes.update(1, { display_name: 'v' }), { volume }],
    'volumes.metadata.list': [({ volumes }) => volumes.metadata.list(1), metadata],
    'volumes.metadata.update': [({ volumes }) => volumes.metadata.update(1, { a: 'b' }), metadata],
    'volumes.metadata.replace': [({ volumes }) => volumes.metadata.replace(1, { a: 'b' }), metadata],
    'snapshots.list': [({ snapshots }) => snapshots.list(), { snapshots: [snapshot] }],
    'snapshots.listDetail': [({ snapshots }) => snapshots.listDetail(), { snapshots: [snapshot] }],
    'snapshots.find': [({ snapshots }) => snapshots.find('a'), { snapshots: [{ id: 's', display_name: 'a' }] }],
    'snapshots.get': [({ snapshots }) => snapshots.get('s'), { snapshot }],
    'snapshots.create': [({ snapshots }) => snapshots.create({ volume_id: 1 }), { snapshot }, 202],
    'snapshots.update': [({ snapshots }) => snapshots.update('s', { display_name: 'n' }), { snapshot }],
    'snapshots.metadata.list': [({ snapshots }) => snapshots.metadata.list('s'), metadata],
    'snapshots.metadata.update': [({ snapshots }) => snapshots.metadata.update('s', { a: 'b' }), metadata],
    'snapshots.metadata.replace': [({ snapshots }) => snapshots.metadata.replace('s', { a: 'b' }), metadata],
    'types.list': [({ types }) => types.list(), { volume_types: [summary] }],
    'types.get': [({ types }) => types.get(1), { volume_type: summary }],
    'versions.list': [({ versions }) => versions.list(), { versions: [summary] }],
    'volumes.create': [
      ({ volumes }) => volumes.create({ display_name: 'v', size: 1, metadata: { a: 'b' } }),
      { volume, ...metadata },
      202,
    ],
  }
}

const apartOfStorage = ['volumes', 'snapshots'].flatMap((noun) => [`${noun}.delete`, `${noun}.metadata.delete`])
survivesHostileResponses(plainStorageOf, commonStorage<BlockStorageClient>(), apartOfStorage)
survivesHostileResponses(storageOf, commonStorage<CycladesBlockStorageClient>(), [
  ...apartOfStorage,
  'volumes.reassign',
])

const counts = { users: {}, servers: { ACTIVE: { count: 1 } } }
survivesHostileResponses<CycladesAdminClient>(
  (fetch) => new CycladesAdminClient(url, 'token', { fetch, retry: false }),
  {
    'stats.public': [({ stats }) => stats.public(), counts],
    'stats.simple': [({ stats }) => stats.simple(), counts],
    'stats.detail': [({ stats }) => stats.detail(), counts],
  },
)
survivesHostileResponses<VmapiClient>((fetch) => new VmapiClient(url, 'token', { fetch, retry: false }), {
  'serverParams.get': [({ serverParams }) => serverParams.get('k'), { password: 'p' }],
})

survivesWrongArguments((fetch) => ({
  compute: computeOf(fetch),
  plain: plainOf(fetch),
  storage: storageOf(fetch),
  plainStorage: plainStorageOf(fetch),
  admin: new CycladesAdminClient(url, 'token', { fetch, retry: false }),
  vmapi: new VmapiClient(url, 'token', { fetch, retry: false }),
}))

const empty: Fetch = async () => Response.json({ servers: [server] })
const { servers, userdata, keypairs } = computeOf(empty)
const { volumes, snapshots } = storageOf(empty)
const device = { source_type: 'image', uuid: 'i', volume_size: 1, delete_on_termination: true }

survivesWrongFields({
  'servers.create': [
    (each) => servers.create(each),
    {
      ...newServer,
      ...metadata,
      adminPass: 'p',
      tags: ['a'],
      personality: [{ path: '/a', contents: 'b', mode: 0o644 }],
      user_data: 'u',
      networks: [{ uuid: 1, fixed_ip: '10.0.0.1' }],
      block_device_mapping_v2: [device],
      'SNF:key_names': ['k'],
      project: 'p',
    },
  ],
  'servers.list': [
    (each) => servers.listDetail(each ?? {}),
    { name: 'n', limit: 1, marker: 1, changesSince: new Date() },
  ],
  'servers.reboot': [(each) => servers.reboot(1, each ?? {}), { type: 'SOFT' }],
  'servers.setFirewallProfile': [(each) => servers.setFirewallProfile(1, each), { profile: 'ENABLED', nic: 1 }],
  'servers.waitUntil': [(each) => servers.waitUntil(1, each, { timeoutMs: 1 }), ['ACTIVE']],
  'servers.tags.replace': [(each) => servers.tags.replace(1, each), ['a']],
  'servers.metadata.update': [(each) => servers.metadata.update(1, each), { a: 'b' }],
  'keypairs.create': [(each) => keypairs.create(each), { name: 'k', public_key: 'p' }],
  'userdata.keys.create': [(each) => userdata.keys.create(each), { name: 'k', content: 'c' }],
  'volumes.create': [(each) => volumes.create(each), { display_name: 'v', size: 1, ...metadata }],
  'snapshots.create': [(each) => snapshots.create(each), { volume_id: 1, display_name: 's', ...metadata }],
})
