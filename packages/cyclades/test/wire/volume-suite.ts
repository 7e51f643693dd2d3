import { InvalidArgumentError, WaitTimeoutError } from '@kamaki/core'
import type { BlockStorageClient, NewVolume, Volume } from '@kamaki/cyclades'
import type { CaseBook } from '@kamaki-tooling/wire'
import { expect, it } from 'vitest'
import { type Args, type Call, type MakeClient, play, replayErrors, replayTable } from './replay.ts'

type Table<C> = Readonly<Record<string, Call<C>>>

const waits = (a: Args): object => ({ intervalMs: 1, onPoll: a['wait_cb'] ? () => undefined : undefined })
const status = ({ status }: Volume): string => status
const item = (collection: string, a: Args, id: unknown): string =>
  [collection, a['detail'] ? 'detail' : id].filter((part) => part !== undefined).join('/')
/** The low-level methods of the old library send what they are told; ours is `request`. */
const low =
  (method: string, where: (args: Args) => string, body?: (args: Args) => unknown): Call<BlockStorageClient> =>
  (client, a, { exchanges }) =>
    client.request(method, where(a), { json: body?.(a), expect: exchanges[0]?.response.status })

const fields = ({ volume_id: _, snapshot_id: __, success: ___, ...a }: Args): Args => a
const truth = (a: Args, name: string): Args => (name in a ? { [name]: Boolean(a[name]) } : {})

export const volumeCalls: Table<BlockStorageClient> = {
  list_volumes: (client, a) => (a['detail'] ? client.volumes.listDetail() : client.volumes.list()),
  get_volume_details: (client, a) => client.volumes.get(a['volume_id']),
  create_volume: (client, a) => client.volumes.create(a as NewVolume),
  update_volume: (client, { volume_id, ...a }) =>
    client.volumes.update(volume_id, { ...a, ...truth(a, 'delete_on_termination') }),
  delete_volume: (client, a) => client.volumes.delete(a['volume_id']),
  get_volume_status: async (client, a) => [status(await client.volumes.get(a['volume_id'])), null],
  wait_volume: (client, a) =>
    client.volumes.waitUntil(a['volume_id'], (volume) => volume.status !== 'creating', waits(a)),
  wait_volume_while: (client, a) =>
    client.volumes.waitWhile(a['volume_id'], a['current_status'] ?? 'creating', waits(a)),
  wait_volume_until: (client, a) => client.volumes.waitUntil(a['volume_id'], a['target_status'] ?? 'in_use', waits(a)),
  wait_until: async (client, a) => status(await client.volumes.waitUntil(a['item_id'], a['target_status'], waits(a))),
  wait_while: async (client, a) => status(await client.volumes.waitWhile(a['item_id'], a['wait_status'], waits(a))),
  list_snapshots: (client, a) => (a['detail'] ? client.snapshots.listDetail() : client.snapshots.list()),
  get_snapshot_details: (client, a) => client.snapshots.get(a['snapshot_id']),
  create_snapshot: (client, a) => client.snapshots.create({ volume_id: a['volume_id'], ...fields(a) }),
  update_snapshot: (client, { snapshot_id, ...a }) => client.snapshots.update(snapshot_id, a),
  delete_snapshot: (client, a) => client.snapshots.delete(a['snapshot_id']),
  list_volume_types: (client) => client.types.list(),
  get_volume_type_details: (client, a) => client.types.get(a['type_id']),
  volumes_get: low('GET', (a) => item('volumes', a, a['volume_id'])),
  volumes_post: low(
    'POST',
    () => 'volumes',
    ({ success: _, ...a }) => ({ volume: { ...a, size: Number(a['size']) } }),
  ),
  volumes_put: low(
    'PUT',
    (a) => item('volumes', {}, a['volume_id']),
    (a) => ({ volume: { ...fields(a), ...truth(a, 'delete_on_termination') } }),
  ),
  volumes_delete: low('DELETE', (a) => item('volumes', {}, a['volume_id'])),
  snapshots_get: low('GET', (a) => item('snapshots', a, a['snapshot_id'])),
  snapshots_post: low(
    'POST',
    () => 'snapshots',
    (a) => ({ snapshot: { volume_id: a['volume_id'], ...fields(a), ...truth(a, 'force') } }),
  ),
  snapshots_put: low(
    'PUT',
    (a) => item('snapshots', {}, a['snapshot_id']),
    (a) => ({ snapshot: fields(a) }),
  ),
  snapshots_delete: low('DELETE', (a) => item('snapshots', {}, a['snapshot_id'])),
  types_get: low('GET', (a) => item('types', {}, a['type_id'])),
}

/** The cases that both block storage clients have. */
export function volumeSuite<C extends BlockStorageClient>(
  book: CaseBook,
  make: MakeClient<C>,
  own: Table<C>,
  apart: readonly string[],
): void {
  const table: Table<C> = { ...volumeCalls, ...own }
  replayTable(book, make, table, [
    ...apart,
    'create_volume | error: size is not a number',
    'wait_volume_until | time-out gives the last details',
  ])
  replayErrors(book, make, table)

  it('rejects a size that is not a number', async () => {
    const wireCase = book.take('create_volume', 'error: size is not a number')
    const { error, requests } = await play(wireCase, make, table['create_volume']!)
    expect(InvalidArgumentError.isInstance(error) && error.parameter).toBe('size')
    expect(requests).toEqual([])
  })

  it('fails when the time is over, with the last state', async () => {
    const wireCase = book.take('wait_volume_until', 'time-out gives the last details')
    const options = { intervalMs: 60_000, maxIntervalMs: 60_000, timeoutMs: 1_000 }
    const wait: Call<C> = (client) => client.volumes.waitUntil('7', 'in_use', options)
    const { error, mismatches } = await play(wireCase, make, wait, { exchanges: [0] })
    expect(mismatches).toEqual([])
    expect(WaitTimeoutError.isInstance(error) && error.lastState).toEqual({ status: 'creating' })
  })

  it('appends the version to an endpoint that has none', () => {
    const has = book.cases.some(({ method }) => method === '__init__')
    if (has) book.take('__init__', 'unversioned endpoint gets the default version')
    expect(make('http://h/volume', 't').endpointUrl).toBe('http://h/volume/v2.0')
  })
}
