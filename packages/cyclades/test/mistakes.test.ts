import { inspect } from 'node:util'
import { InvalidArgumentError } from '@kamaki/core'
import {
  type BlockDevice,
  CycladesBlockStorageClient,
  CycladesComputeClient,
  type NewCycladesServer,
  type PersonalityFile,
} from '@kamaki/cyclades'
import { expect, it } from 'vitest'

let sent = 0
const fetch = async (): Promise<Response> => {
  sent += 1
  return Response.json({})
}
const compute = new CycladesComputeClient('http://synnefo.test/cyclades/compute/v2.0', 'token', { fetch })
const storage = new CycladesBlockStorageClient('http://synnefo.test/cyclades/volume', 'token', { fetch })
const { servers } = compute
const wrong = (value: unknown): never => value as never

const server: NewCycladesServer = { name: 's', flavorRef: 1, imageRef: '12345678-0000-4000-8000-000000000000' }
const create = (changes: object): Promise<unknown> => servers.create({ ...server, ...changes })
const device = (fields: object): BlockDevice => fields as BlockDevice
const file = (fields: object): PersonalityFile => fields as PersonalityFile
const image = device({ source_type: 'image', uuid: server.imageRef, volume_size: 5 })

const hourAgo = (): Date => new Date(Date.now() - 3_700_000)

it.each<[what: string, parameter: string, call: () => PromiseLike<unknown>]>([
  ['an empty id', 'serverId', () => servers.get('')],
  ['a blank id', 'serverId', () => servers.delete(' ')],
  ['an id that is not a number', 'serverId', () => servers.start(Number.NaN)],
  ['a negative id', 'serverId', () => servers.shutdown(-1)],
  ['a missing id', 'serverId', () => servers.get(wrong(undefined))],
  ['an id of half', 'serverId', () => servers.rename(1.5, 'x')],
  ['an empty name', 'name', () => servers.rename(1, '')],
  ['a name too long', 'name', () => servers.rename(1, 'n'.repeat(256))],
  ['a new server without name', 'name', () => create({ name: '' })],
  ['a new server without flavor', 'flavorRef', () => create({ flavorRef: wrong(undefined) })],
  ['a new server without image', 'imageRef', () => create({ imageRef: wrong(undefined) })],
  ['an image of null and no disks', 'imageRef', () => create({ imageRef: null })],
  [
    'an image of null and a list of no disks',
    'imageRef',
    () => create({ imageRef: null, block_device_mapping_v2: [] }),
  ],
  ['keys named in two ways', 'key_name', () => create({ key_name: 'a', 'SNF:key_names': ['b'] })],
  ['a tag too long', 'tags[1]', () => create({ tags: ['ok', 't'.repeat(47)] })],
  ['a tag with a comma', 'tags[0]', () => create({ tags: ['a,b'] })],
  ['a tag with a slash', 'tags[0]', () => create({ tags: ['a/b'] })],
  ['metadata with a value that is not a string', 'metadata.a', () => create({ metadata: { a: 1 } })],
  ['metadata that is an array', 'metadata', () => create({ metadata: ['a'] })],
  ['a file without contents', 'personality[0].contents', () => create({ personality: [file({ path: '/a' })] })],
  ['a file without path', 'personality[0].path', () => create({ personality: [file({ contents: 'a' })] })],
  [
    'a file of unknown encoding',
    'personality[0].encoding',
    () => create({ personality: [file({ path: '/a', contents: 'a', encoding: 'rot13' })] }),
  ],
  ['user data of no kind', 'user_data', () => create({ user_data: 42 })],
  ['a network without id', 'networks[0]', () => create({ networks: [{}] })],
  ['a network with an empty id', 'networks[0].uuid', () => create({ networks: [{ uuid: '' }] })],
  ['an address of null', 'networks[0].fixed_ip', () => create({ networks: [{ uuid: '1', fixed_ip: null }] })],
  [
    'a disk from a volume',
    'block_device_mapping_v2[1].source_type',
    () => create({ block_device_mapping_v2: [image, device({ source_type: 'volume', uuid: '1' })] }),
  ],
  [
    'a blank root',
    'block_device_mapping_v2[0].source_type',
    () => create({ block_device_mapping_v2: [device({ source_type: 'blank', volume_size: 5 })] }),
  ],
  [
    'a disk without size',
    'block_device_mapping_v2[0].volume_size',
    () => create({ block_device_mapping_v2: [{ ...image, volume_size: wrong(undefined) }] }),
  ],
  [
    'a disk of negative size',
    'block_device_mapping_v2[0].volume_size',
    () => create({ block_device_mapping_v2: [{ ...image, volume_size: -5 }] }),
  ],
  [
    'a disk without source',
    'block_device_mapping_v2[0].uuid',
    () => create({ block_device_mapping_v2: [{ ...image, uuid: undefined }] }),
  ],
  [
    'a disk that is to stay',
    'block_device_mapping_v2[0].delete_on_termination',
    () => create({ block_device_mapping_v2: [{ ...image, delete_on_termination: false }] }),
  ],
  ['a console of unknown type', 'type', () => servers.console(1, wrong('spice'))],
  ['a graph of unknown type', 'type', () => servers.graphs.get(1, wrong('ram-bar'))],
  ['a firewall of unknown profile', 'profile', () => servers.setFirewallProfile(1, { profile: 'OPEN', nic: 1 })],
  ['a firewall for no port', 'nic', () => servers.setFirewallProfile(1, { profile: 'ENABLED', nic: '' })],
  ['no project to reassign to', 'project', () => servers.reassign(1, { project: '' })],
  ['an address that is not valid', 'address', () => servers.addFloatingIp(1, '10.0.0.256')],
  ['an address of version 6', 'address', () => servers.removeFloatingIp(1, '2001:db8::1')],
  ['a rescue image that is not a number', 'rescueImage', () => servers.rescue(1, { rescueImage: 'debian' })],
  ['a reboot of unknown type', 'type', () => servers.reboot(1, { type: wrong('soft') })],
  ['a negative limit', 'limit', () => servers.list({ limit: -1 })],
  ['an empty flavor', 'flavorRef', () => servers.resize(1, '')],
  ['changes of more than an hour', 'changesSince', () => servers.list({ changesSince: hourAgo() })],
  ['changes since a time without offset', 'changesSince', () => servers.list({ changesSince: '2031-01-01T00:00' })],
  ['changes of images of more than an hour', 'changesSince', () => compute.images.list({ changesSince: hourAgo() })],
  [
    'changes of addresses of more than an hour',
    'changesSince',
    () => compute.floatingIps.list({ changesSince: hourAgo() }),
  ],
  ['a status that never is', 'target', () => servers.waitUntil(1, 'RESIZE')],
  ['no status', 'target', () => servers.waitUntil(1, [])],
  ['a metadata key that would be cut', 'key', () => servers.metadata.get(1, 'package.json')],
  ['a metadata key that would be cut, to set', 'key', () => servers.metadata.set(1, 'config.xml', 'v')],
  ['a metadata key that would be cut, to delete', 'key', () => servers.metadata.delete(1, 'abxml')],
  ['an image metadata key that would be cut', 'key', () => compute.images.metadata.get('i', 'a.json')],
  ['an empty metadata key', 'key', () => servers.metadata.get(1, '')],
  [
    'metadata with a value that is not a string, to update',
    'metadata.a',
    () => servers.metadata.update(1, { a: wrong(true) }),
  ],
  ['metadata with an empty key', 'metadata', () => servers.metadata.update(1, { '': 'x' })],
  ['a tag that would be cut', 'tag', () => servers.tags.add(1, 'package.json')],
  ['a tag that would be cut, to delete', 'tag', () => servers.tags.remove(1, 'package.json')],
  ['a tag too long to add', 'tag', () => servers.tags.add(1, 't'.repeat(47))],
  ['an empty tag', 'tag', () => servers.tags.has(1, '')],
  ['tags that are not an array', 'tags', () => servers.tags.replace(1, wrong('one'))],
  ['a tag that is not a string', 'tags[0]', () => servers.tags.replace(1, wrong([1]))],
  ['a key without name', 'name', () => compute.keypairs.create({ name: '' })],
  ['a key of two lines', 'name', () => compute.keypairs.create({ name: 'a\nb' })],
  ['a key with a name too long', 'name', () => compute.keypairs.create({ name: 'k'.repeat(256) })],
  ['a key of null', 'public_key', () => compute.keypairs.create({ name: 'k', public_key: wrong(null) })],
  ['no key to delete', 'name', () => compute.keypairs.delete('')],
  ['nothing to change of a key', 'changes', () => compute.userdata.keys.update(1, {})],
  ['a key without content', 'content', () => compute.userdata.keys.create({ name: 'k', content: '' })],
  ['no volume to attach', 'volumeId', () => compute.volumeAttachments.attach(1, '')],
  ['no server to attach to', 'serverId', () => compute.volumeAttachments.attach('', 1)],
  ['a volume of negative size', 'size', () => storage.volumes.create({ display_name: 'v', size: -1 })],
  ['a volume of no size', 'size', () => storage.volumes.create({ display_name: 'v', size: 0 })],
  ['a volume of half a GiB', 'size', () => storage.volumes.create({ display_name: 'v', size: 0.5 })],
  ['a volume of size "ten"', 'size', () => storage.volumes.create({ display_name: 'v', size: 'ten' })],
  ['a volume without name', 'display_name', () => storage.volumes.create(wrong({ size: 1 }))],
  ['a clone', 'source_volid', () => storage.volumes.create(wrong({ display_name: 'v', size: 1, source_volid: 1 }))],
  ['no project for a volume', 'project', () => storage.volumes.reassign(1, { project: '' })],
  ['changes of volumes of more than an hour', 'changesSince', () => storage.volumes.list({ changesSince: hourAgo() })],
  [
    'changes of snapshots of more than an hour',
    'changesSince',
    () => storage.snapshots.list({ changesSince: hourAgo() }),
  ],
  ['a snapshot of no volume', 'volume_id', () => storage.snapshots.create({ volume_id: '' })],
  ['an empty name for a snapshot', 'display_name', () => storage.snapshots.update('s', { display_name: '' })],
  ['waiting for a deleted snapshot', 'target', () => storage.snapshots.waitUntil('s', 'DELETED')],
])('rejects %s before anything is sent, naming %s', async (_what, parameter, call) => {
  sent = 0
  // A call may throw at once or reject: either is a rejection.
  const error: unknown = await (async () => call())().catch((thrown: unknown) => thrown)
  expect(InvalidArgumentError.isInstance(error), inspect(error)).toBe(true)
  const { message, parameter: named } = error as InvalidArgumentError
  expect(named).toBe(parameter)
  expect(message.startsWith(`${parameter} `)).toBe(true)
  expect(sent).toBe(0)
})

it.each(['json', 'xml', 'ajson', 'axml', 'jsonp', 'json.txt', 'JSON'])(
  'takes %j as a tag and a key, which the server does not cut',
  async (key) => {
    sent = 0
    await servers.tags.add(1, key).catch(() => undefined)
    await servers.metadata.delete(1, key).catch(() => undefined)
    expect(sent).toBe(2)
  },
)
