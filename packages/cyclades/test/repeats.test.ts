import { CycladesBlockStorageClient, CycladesComputeClient, VmapiClient } from '@kamaki/cyclades'
import { repeatsWhatIsHarmless } from '@kamaki-tooling/testing'
import computeApi from '../../../tooling/api-coverage/api/compute.json' with { type: 'json' }
import volumeApi from '../../../tooling/api-coverage/api/volume.json' with { type: 'json' }

type Clients = { compute: CycladesComputeClient; storage: CycladesBlockStorageClient; vmapi: VmapiClient }
const server = { name: 's', flavorRef: 1, imageRef: 'i' }
const project = { project: 'p' }

const calls: Record<string, (clients: Clients) => PromiseLike<unknown>> = {
  'compute.servers.list': ({ compute }) => compute.servers.list(),
  'compute.servers.get': ({ compute }) => compute.servers.get(1),
  'compute.servers.create': ({ compute }) => compute.servers.create(server, { imageMetadata: false }),
  'compute.servers.rename': ({ compute }) => compute.servers.update(1, { name: 'x' }),
  'compute.servers.delete': ({ compute }) => compute.servers.delete(1),
  'compute.servers.password.delete': ({ compute }) => compute.servers.password.delete(1),
  'compute.servers.start': ({ compute }) => compute.servers.start(1),
  'compute.servers.shutdown': ({ compute }) => compute.servers.shutdown(1),
  'compute.servers.reboot': ({ compute }) => compute.servers.reboot(1),
  'compute.servers.resize': ({ compute }) => compute.servers.resize(1, 2),
  'compute.servers.rescue': ({ compute }) => compute.servers.rescue(1),
  'compute.servers.unrescue': ({ compute }) => compute.servers.unrescue(1),
  'compute.servers.console': ({ compute }) => compute.servers.console(1),
  'compute.servers.vncConsole': ({ compute }) => compute.servers.console(1, 'novnc'),
  'compute.servers.firewallProfile': ({ compute }) =>
    compute.servers.setFirewallProfile(1, { profile: 'ENABLED', nic: 1 }),
  'compute.servers.reassign': ({ compute }) => compute.servers.reassign(1, project),
  'compute.servers.addFloatingIp': ({ compute }) => compute.servers.addFloatingIp(1, '192.0.2.1'),
  'compute.servers.removeFloatingIp': ({ compute }) => compute.servers.removeFloatingIp(1, '192.0.2.1'),
  'compute.servers.metadata.update': ({ compute }) => compute.servers.metadata.update(1, { a: 'b' }),
  'compute.servers.metadata.set': ({ compute }) => compute.servers.metadata.set(1, 'a', 'b'),
  'compute.servers.metadata.delete': ({ compute }) => compute.servers.metadata.delete(1, 'a'),
  'compute.servers.tags.replace': ({ compute }) => compute.servers.tags.replace(1, ['a']),
  'compute.servers.tags.deleteAll': ({ compute }) => compute.servers.tags.removeAll(1),
  'compute.servers.tags.add': ({ compute }) => compute.servers.tags.add(1, 'a'),
  'compute.servers.tags.delete': ({ compute }) => compute.servers.tags.remove(1, 'a'),
  'compute.volumeAttachments.create': ({ compute }) => compute.volumeAttachments.attach(1, 2),
  'compute.volumeAttachments.delete': ({ compute }) => compute.volumeAttachments.detach(1, 2),
  'compute.images.delete': ({ compute }) => compute.images.delete('i'),
  'compute.images.metadata.update': ({ compute }) => compute.images.metadata.update('i', { a: 'b' }),
  'compute.images.metadata.set': ({ compute }) => compute.images.metadata.set('i', 'a', 'b'),
  'compute.keypairs.create': ({ compute }) => compute.keypairs.create({ name: 'k' }),
  'compute.keypairs.delete': ({ compute }) => compute.keypairs.delete('k'),
  'compute.floatingIps.create': ({ compute }) => compute.floatingIps.create(),
  'compute.floatingIps.delete': ({ compute }) => compute.floatingIps.delete(1),
  'userdata.keys.create': ({ compute }) => compute.userdata.keys.create({ name: 'k', content: 'c' }),
  'userdata.keys.update': ({ compute }) => compute.userdata.keys.update(1, { name: 'k' }),
  'userdata.keys.delete': ({ compute }) => compute.userdata.keys.delete(1),
  'userdata.keys.generate': ({ compute }) => compute.userdata.keys.generate(),
  'vmapi.serverParams.get': ({ vmapi }) => vmapi.serverParams.get('u'),
  'volume.volumes.create': ({ storage }) => storage.volumes.create({ display_name: 'v', size: 1 }),
  'volume.volumes.update': ({ storage }) => storage.volumes.update(1, { display_name: 'v' }),
  'volume.volumes.delete': ({ storage }) => storage.volumes.delete(1),
  'volume.volumes.reassign': ({ storage }) => storage.volumes.reassign(1, project),
  'volume.volumes.metadata.update': ({ storage }) => storage.volumes.metadata.update(1, { a: 'b' }),
  'volume.volumes.metadata.replace': ({ storage }) => storage.volumes.metadata.replace(1, { a: 'b' }),
  'volume.volumes.metadata.delete': ({ storage }) => storage.volumes.metadata.delete(1, 'a'),
  'volume.snapshots.create': ({ storage }) => storage.snapshots.create({ volume_id: 1 }),
  'volume.snapshots.update': ({ storage }) => storage.snapshots.update('s', { display_name: 'n' }),
  'volume.snapshots.delete': ({ storage }) => storage.snapshots.delete('s'),
  'volume.snapshots.metadata.update': ({ storage }) => storage.snapshots.metadata.update('s', { a: 'b' }),
  'volume.snapshots.metadata.delete': ({ storage }) => storage.snapshots.metadata.delete('s', 'a'),
}

repeatsWhatIsHarmless<Clients>(
  [...computeApi.operations, ...volumeApi.operations],
  calls,
  (options) => ({
    compute: new CycladesComputeClient('http://down.test/compute/v2.0', 'token', options),
    storage: new CycladesBlockStorageClient('http://down.test/volume/v2.0', 'token', options),
    vmapi: new VmapiClient('http://down.test/vmapi/v1.0', 'token', options),
  }),
  // DELETE of an item is not what deletes it, PUT of a snapshot's metadata is never sent, the download is an echo.
  ['compute.images.metadata.delete', 'userdata.keys.download', 'volume.snapshots.metadata.replace'],
)
