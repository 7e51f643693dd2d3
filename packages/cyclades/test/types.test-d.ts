// Checked by the compiler alone: `tsc -p .`.
import type { List } from '@kamaki/core'
import {
  type Address,
  type Attachment,
  BlockStorageClient,
  ComputeClient,
  type CreatedServer,
  type CreatedVolume,
  type CycladesBlockStorageClient,
  type CycladesComputeClient,
  type Flavor,
  type Image,
  type Keypair,
  type NewCycladesServer,
  type Server,
  type ServerStatus,
  type ServerSummary,
  type Snapshot,
  type SocketConsole,
  type TaskState,
  type UrlConsole,
  type Volume,
  type VolumeSummary,
} from '@kamaki/cyclades'
import { expectTypeOf } from 'vitest'

declare const compute: CycladesComputeClient
declare const storage: CycladesBlockStorageClient

// States are open: known ones complete, others are accepted.
expectTypeOf<'ACTIVE'>().toExtend<ServerStatus>()
expectTypeOf<'SHELVED'>().toExtend<ServerStatus>()
expectTypeOf<''>().toExtend<TaskState>()
expectTypeOf<number>().not.toExtend<ServerStatus>()

// Ids are of mixed types.
expectTypeOf<Server['id']>().toEqualTypeOf<number>()
expectTypeOf<Volume['id']>().toEqualTypeOf<string>()
expectTypeOf<Volume['attachments'][number]['volume_id']>().toEqualTypeOf<number>()
expectTypeOf<Attachment['id']>().toEqualTypeOf<number>()
expectTypeOf<Attachment['network_id']>().toEqualTypeOf<string>()
expectTypeOf<Image['id']>().toEqualTypeOf<string>()

// What may be missing or null.
expectTypeOf<Server['tenant_id']>().toEqualTypeOf<string | null>()
expectTypeOf<Server['key_name']>().toEqualTypeOf<string | null>()
expectTypeOf<Server['SNF:fqdn']>().toEqualTypeOf<string | null>()
expectTypeOf<Server>().not.toHaveProperty('adminPass')
expectTypeOf<CreatedServer['adminPass']>().toEqualTypeOf<string>()
expectTypeOf<Volume['image_id']>().toEqualTypeOf<string | null>()
expectTypeOf<Snapshot['os-extended-snapshot-attribute:progress']>().toEqualTypeOf<string | number>()
expectTypeOf<Address['version']>().toEqualTypeOf<4 | 6>()
expectTypeOf<Server['addresses']>().toEqualTypeOf<Record<string, Address[]>>()
// @ts-expect-error a port without address has no type of address
expectTypeOf<Attachment['OS-EXT-IPS:type']>().toBeString()

// Lists and what is in them.
expectTypeOf(compute.servers.list()).toEqualTypeOf<List<ServerSummary>>()
expectTypeOf(compute.servers.listDetail({ status: 'ACTIVE' })).toEqualTypeOf<List<Server>>()
expectTypeOf(compute.flavors.listDetail({ isPublic: false })).toEqualTypeOf<List<Flavor>>()
expectTypeOf(compute.keypairs.list()).toEqualTypeOf<List<Keypair>>()
expectTypeOf(storage.volumes.list()).toEqualTypeOf<List<VolumeSummary>>()
expectTypeOf(storage.volumes.create({ display_name: 'v', size: 1 })).resolves.toEqualTypeOf<CreatedVolume>()
// @ts-expect-error the short list has no status to look at
compute.servers.list({ status: 'ACTIVE' })

// A console is of the kind that was asked for.
expectTypeOf(compute.servers.console(1)).resolves.toEqualTypeOf<SocketConsole<'vnc'>>()
expectTypeOf(compute.servers.console(1, 'vnc-wss')).resolves.toEqualTypeOf<SocketConsole<'vnc-wss'>>()
expectTypeOf(compute.servers.console(1, 'novnc')).resolves.toEqualTypeOf<UrlConsole<'novnc'>>()
expectTypeOf(compute.servers.console(1, 'vnc' as 'vnc' | 'novnc')).resolves.toEqualTypeOf<
  SocketConsole<'vnc'> | UrlConsole<'novnc'>
>()
// @ts-expect-error there is no such console
compute.servers.console(1, 'spice')

// What the cloud would reject anyway does not compile.
expectTypeOf<{ name: string; flavorRef: number; imageRef: string }>().toExtend<NewCycladesServer>()
// @ts-expect-error a server needs a flavor
compute.servers.create({ name: 'a', imageRef: 'i' })
// @ts-expect-error a key is named by its name
compute.servers.create({ name: 'a', imageRef: 'i', flavorRef: 1, 'SNF:key_names': [1] })
compute.servers.create({
  name: 'a',
  imageRef: null,
  flavorRef: 1,
  // @ts-expect-error a disk goes with its server
  block_device_mapping_v2: [{ source_type: 'image', uuid: 'i', volume_size: 5, delete_on_termination: false }],
})
// @ts-expect-error volumes go with their server
storage.volumes.update(1, { delete_on_termination: false })
// @ts-expect-error volumes cannot be cloned
storage.volumes.create({ display_name: 'v', size: 1, source_volid: 1 })
// @ts-expect-error there is no such profile of a plain client
new ComputeClient('u', 't').servers.reassign(1, { project: 'p' })
// @ts-expect-error reassigning is Synnefo's
new BlockStorageClient('u', 't').volumes.reassign(1, { project: 'p' })

// Waiting takes a status, several, or a function of the resource; onPoll sees the resource.
expectTypeOf(compute.servers.waitUntil(1, ['ACTIVE', 'ERROR'])).resolves.toEqualTypeOf<Server>()
compute.servers.waitUntil(1, (server) => server['SNF:rescue'], {
  onPoll: (server, { polls }) => [server['SNF:task_state'], polls],
})
expectTypeOf(storage.volumes.waitWhile('1', 'creating')).resolves.toEqualTypeOf<Volume>()
expectTypeOf(storage.snapshots.waitUntil('1', 'AVAILABLE')).resolves.toEqualTypeOf<Snapshot>()
