import { beforeEach, expect, test } from 'vitest'
import { Session } from './session.ts'

let cloud: Session
let path: string
beforeEach(async () => {
  cloud = await Session.open()
  const server = await cloud.server()
  const [volume_id] = (await cloud.show(server)).volumes
  const { body } = await cloud.alice('POST', '/volume/v2.0/snapshots', {
    snapshot: { volume_id, display_name: 'mine' },
  })
  cloud.settle()
  path = `/compute/v2.0/images/${body.snapshot.id}`
})

test('Images are listed by id, in short or in detail, with changes since a date', async () => {
  const short = (await cloud.alice('GET', '/compute/v2.0/images')).body.images
  expect(short).toHaveLength(2)
  expect(Object.keys(short[0]).sort()).toEqual(['id', 'name'])
  const detail = (await cloud.alice('GET', '/compute/v2.0/images/detail')).body.images
  expect(detail.map(({ id }: { id: string }) => id)).toEqual([...short.map(({ id }: { id: string }) => id)].sort())
  const since = new Date(cloud.emulator.clock.now() + 1000).toISOString()
  cloud.emulator.clock.advance(2000)
  const none = await cloud.alice('GET', `/compute/v2.0/images?changes-since=${encodeURIComponent(since)}`)
  expect(none.status).toBe(200)
  expect(none.body).toEqual({ images: [] })
})

test('Image metadata are merged; deleting one does nothing, an empty string deletes it', async () => {
  const sent = await cloud.alice('POST', `${path}/metadata`, { metadata: { Kind: 'test', n: 5 } })
  expect(sent.status).toBe(201)
  expect(sent.body.metadata).toMatchObject({ Kind: 'test', n: 5 })
  expect((await cloud.alice('GET', `${path}/metadata`)).body.metadata).toMatchObject({ Kind: 'test', n: '5' })
  expect((await cloud.alice('PUT', `${path}/metadata/Kind`, { meta: { Kind: 'other' } })).body).toEqual({
    meta: { Kind: 'other' },
  })
  expect((await cloud.alice('PUT', `${path}/metadata/Kind`, { meta: { n: '1' } })).body.badRequest.message).toBe(
    'Malformed request.',
  )
  expect((await cloud.alice('DELETE', `${path}/metadata/Kind`)).status).toBe(204)
  expect((await cloud.alice('GET', `${path}/metadata/Kind`)).body).toEqual({ meta: { Kind: 'other' } })
  await cloud.alice('POST', `${path}/metadata`, { metadata: { Kind: '' } })
  expect((await cloud.alice('GET', `${path}/metadata/Kind`)).body.itemNotFound.message).toBe('Metadata key not found.')
})

test('Only the owner may change an image, and what is public may be read by all', async () => {
  expect((await cloud.bob('GET', path)).status).toBe(403)
  const debian = `/compute/v2.0/images/${cloud.imageId}`
  expect((await cloud.bob('GET', debian)).body.image.metadata).toMatchObject({ os: 'debian' })
  expect((await cloud.alice('POST', `${debian}/metadata`, { metadata: { a: 'b' } })).status).toBe(403)
  expect((await cloud.alice('DELETE', debian)).status).toBe(403)
  expect((await cloud.alice('DELETE', path)).status).toBe(204)
  expect((await cloud.alice('GET', path)).status).toBe(404)
})
