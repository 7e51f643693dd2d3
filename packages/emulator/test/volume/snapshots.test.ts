import { beforeEach, expect, test } from 'vitest'
import { Session } from '../compute/session.ts'

let cloud: Session
let root: number
beforeEach(async () => {
  cloud = await Session.open()
  const server = await cloud.server({ metadata: { OS: 'debian', users: 'root', Role: 'web' } })
  root = (await cloud.show(server)).volumes[0]
})

const SNAPSHOTS = '/volume/v2.0/snapshots'
const take = async (more: Record<string, unknown> = {}) => {
  const answer = await cloud.alice('POST', SNAPSHOTS, { snapshot: { volume_id: root, ...more } })
  expect(answer.status, answer.text).toBe(202)
  return answer.body.snapshot
}

test('A snapshot is taken, used as an image, renamed and deleted', async () => {
  const snapshot = await take({ display_name: 'snap', display_description: 'before', metadata: { kind: 'test' } })
  expect(snapshot).toMatchObject({
    status: 'CREATING',
    size: 5,
    display_name: 'snap',
    display_description: 'before',
    volume_id: String(root),
    'os-extended-snapshot-attribute:progress': 0,
    metadata: {},
  })
  const path = `${SNAPSHOTS}/${snapshot.id}`
  cloud.settle()
  expect((await cloud.alice('GET', path)).body.snapshot).toMatchObject({
    status: 'AVAILABLE',
    'os-extended-snapshot-attribute:progress': '100%',
  })
  expect((await cloud.alice('GET', `${path}/metadata`)).body.metadata).toEqual({
    kind: 'test',
    exclude_all_tasks: 'yes',
    description: 'before',
    OS: 'debian',
    users: 'root',
  })
  expect((await cloud.alice('GET', `/compute/v2.0/images/${snapshot.id}`)).body.image).toMatchObject({
    is_snapshot: true,
    status: 'ACTIVE',
  })
  expect((await cloud.alice('GET', SNAPSHOTS)).body.snapshots).toMatchObject([{ id: snapshot.id }])
  await cloud.volume({ size: 5, snapshot_id: snapshot.id })
  const small = { display_name: 'x', size: 1, volume_type: 1, snapshot_id: snapshot.id }
  expect((await cloud.alice('POST', '/volume/v2.0/volumes', { volume: small })).status).toBe(400)
  const clone = await cloud.server({
    imageRef: null,
    block_device_mapping_v2: [{ source_type: 'snapshot', uuid: snapshot.id, volume_size: 5 }],
  })
  expect((await cloud.show(clone)).image.id).toBe(snapshot.id)

  const renamed = await cloud.alice('PUT', path, { snapshot: { display_name: 'other', display_description: 'after' } })
  expect(renamed.body.snapshot).toMatchObject({ display_name: 'other', display_description: 'after' })
  expect((await cloud.alice('PUT', path, { snapshot: {} })).body.badRequest.message).toBe('Nothing to update.')
  expect((await cloud.bob('GET', path)).status).toBe(403)
  expect((await cloud.alice('DELETE', path)).status).toBe(202)
  expect((await cloud.alice('GET', path)).body.itemNotFound.message).toBe(`Snapshot ${snapshot.id} not found`)
})

test('Metadata of a snapshot are merged, and lost with it when they are replaced', async () => {
  const { id, display_name } = await take()
  expect(display_name).toBe(`Snapshot of volume '${root}'`)
  cloud.settle()
  const path = `${SNAPSHOTS}/${id}/metadata`
  expect((await cloud.alice('POST', path, { metadata: { color: 'blue' } })).body.metadata).toMatchObject({
    color: 'blue',
  })
  expect((await cloud.alice('POST', path, { metadata: { color: '' } })).body.metadata).not.toHaveProperty('color')
  expect((await cloud.alice('DELETE', `${path}/color`)).status).toBe(200)
  expect((await cloud.alice('PUT', path, { metadata: { only: 'this' } })).status).toBe(404)
  expect((await cloud.alice('GET', `${SNAPSHOTS}/${id}`)).status).toBe(404)
})

test('Snapshots are taken of volumes on servers only', async () => {
  const refused = async (volume_id: unknown) =>
    (await cloud.alice('POST', SNAPSHOTS, { snapshot: { volume_id, display_name: 'x' } })).body.badRequest.message
  expect(await refused(await cloud.volume())).toBe('Cannot snapshot a detached volume!')
  expect(await refused('disk')).toBe('Invalid volume id: disk')
  expect(await refused(99)).toBe('Volume 99 not found')
  const fixed = await cloud.server({ flavorRef: 28 })
  const [volume] = (await cloud.show(fixed)).volumes
  expect(await refused(volume)).toMatch(/^Cannot take a snapshot from a volume with volume type '2'/)
})

test('A snapshot without a description has an empty one among its metadata, and one of the same name takes its place', async () => {
  const first = await take({ display_name: 'same', metadata: { color: 'red' } })
  cloud.settle()
  const metadata = `${SNAPSHOTS}/${first.id}/metadata`
  const kept = { exclude_all_tasks: 'yes', description: '', OS: 'debian', users: 'root' }
  expect((await cloud.alice('GET', metadata)).body.metadata).toEqual({ color: 'red', ...kept })
  const second = await take({ display_name: 'same' })
  expect([second.id, second.status]).toEqual([first.id, 'CREATING'])
  expect((await cloud.alice('GET', metadata)).body.metadata).toEqual(kept)
  const { images } = (await cloud.alice('GET', '/image/v1.0/images/detail')).body
  expect(images.find(({ id }: { id: string }) => id === first.id).checksum).toBe(`snf-snap-${root}-2`)
})

test('Who may read a snapshot may rename and delete it: the server does that in the name of its owner', async () => {
  const { id } = await take({ display_name: 'shared' })
  cloud.settle()
  const bob = cloud.emulator.env().users['bob']!.uuid
  expect((await cloud.alice('PUT', `/image/v1.0/images/${id}/members/${bob}`)).status).toBe(204)
  const path = `${SNAPSHOTS}/${id}`
  const renamed = await cloud.bob('PUT', path, { snapshot: { display_name: "bob's" } })
  expect([renamed.status, renamed.body.snapshot.display_name]).toEqual([200, "bob's"])
  expect((await cloud.bob('POST', `${path}/metadata`, { metadata: { a: 'b' } })).status).toBe(403)
  expect((await cloud.bob('DELETE', path)).status).toBe(202)
  expect((await cloud.alice('GET', path)).status).toBe(404)
})

test('A snapshot is looked for before the metadata that are to be set', async () => {
  const nothing = `${SNAPSHOTS}/00000000-0000-4000-8000-000000000000/metadata`
  for (const method of ['POST', 'PUT']) expect((await cloud.alice(method, nothing, { meta: {} })).status).toBe(404)
})

test('The dates of images and snapshots are known to the second only', async () => {
  const { clock } = cloud.emulator
  clock.advance(1000 - (clock.now() % 1000) + 500)
  await take()
  const second = Math.floor(clock.now() / 1000) * 1000
  const found = async (path: string, since: number) =>
    Object.values((await cloud.alice('GET', `${path}?changes-since=${new Date(since).toISOString()}`)).body)[0]
  for (const path of [SNAPSHOTS, '/compute/v2.0/images']) {
    expect(await found(path, second)).toHaveLength(1)
    expect(await found(path, second + 1)).toHaveLength(0)
  }
})
