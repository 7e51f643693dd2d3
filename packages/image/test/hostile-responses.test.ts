import { ParseError } from '@kamaki/core'
import { ImageClient } from '@kamaki/image'
import { errorOf, survivesHostileResponses, survivesWrongArguments, survivesWrongFields } from '@kamaki-tooling/testing'
import { expect, it } from 'vitest'

type Fetch = typeof globalThis.fetch
const clientOf = (fetch: Fetch) => new ImageClient('http://odd.test/v1.0', 'token', { fetch, retry: false })

const row = {
  id: 'i',
  name: 'n',
  status: 'AVAILABLE',
  size: 1,
  created_at: '2026-11-23 08:07:41',
  properties: { os: 'debian' },
}
const options = {
  order: '-name',
  name: 'n',
  status: 'AVAILABLE',
  sizeMin: 0,
  sizeMax: 9,
  properties: { os: 'debian' },
} as const

survivesHostileResponses<ImageClient>(
  clientOf,
  {
    'images.list': [({ images }) => images.list(options), { images: [row, row] }],
    'images.listSummaries': [({ images }) => images.listSummaries({ order: 'size' }), [row, row]],
    'images.find': [({ images }) => images.find('n'), [{ ...row, name: 'n' }]],
    'images.get': [({ images }) => images.get('i'), null],
    'images.register': [({ images }) => images.register({ name: 'n', location: 'pithos://a/c/o' }), null],
    'images.update': [({ images }) => images.update('i', { name: 'n' }), null],
    'members.list': [({ members }) => members.list('i'), { members: [{ member_id: 'm' }] }],
    'sharedImages.list': [({ sharedImages }) => sharedImages.list('u'), { shared_images: [{ image_id: 'i' }] }],
    'versions.list': [({ versions }) => versions.list(), { versions: [{ id: 'v1.0' }] }],
  },
  ['images.delete', 'images.unregister', 'members.add', 'members.remove', 'members.replace'],
)

it('shows what it can of an image with odd headers, and rejects headers without an image', async () => {
  const get = (headers: Record<string, string>) => clientOf(async () => new Response(null, { headers })).images.get('i')
  expect(await get({ 'x-image-meta-id': 'i' })).toMatchObject({ id: 'i', name: '', status: '', properties: {} })
  const odd = await get({
    'x-image-meta-id': 'i',
    'x-image-meta-name': '%E9%ZZ',
    'x-image-meta-size': '-1e999',
    'x-image-meta-created-at': 'yesterday',
    'x-image-meta-property-__proto__': 'x',
    'x-image-meta-property-constructor': 'y',
  })
  expect(odd).toMatchObject({ id: 'i', name: '%E9%ZZ', isPublic: false })
  expect(Object.entries(odd.properties)).toEqual([
    ['__proto__', 'x'],
    ['constructor', 'y'],
  ])
  expect(ParseError.isInstance(await errorOf(get({})))).toBe(true)
})

it('says which image does not exist, though a HEAD has no body', async () => {
  const { images } = clientOf(async () => new Response(null, { status: 404 }))
  expect((await errorOf(images.get('12-34'))).message).toBe(
    'Image "12-34" does not exist (HEAD http://odd.test/v1.0/images/12-34)',
  )
})

survivesWrongArguments(clientOf)

const { images, members } = clientOf(async () => Response.json({ images: [row, row] }))
const image = {
  name: 'n',
  location: { account: 'a', container: 'c', object: 'o' },
  diskFormat: 'diskdump',
  checksum: 'c',
}

survivesWrongFields({
  'images.list': [(each) => images.list(each ?? {}), options],
  'images.register': [(each) => images.register(each), { ...image, isPublic: true, properties: { os: 'debian' } }],
  'images.update': [(each) => images.update('i', each), { name: 'n', properties: { os: 'debian' } }],
  'members.replace': [(each) => members.replace('i', each), ['m']],
})
