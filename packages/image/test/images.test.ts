import {
  BadRequestError,
  ForbiddenError,
  InvalidArgumentError,
  LookupError,
  NotFoundError,
  ParseError,
} from '@kamaki/core'
import { ImageClient, type NewImage, parseLocation } from '@kamaki/image'
import { errorOf } from '@kamaki-tooling/testing'
import { describe, expect, it } from 'vitest'
import { testCloud } from './cloud.ts'

it('an image is found by its name, among one’s own and public ones', async () => {
  const cloud = testCloud()
  const { images } = cloud.as('alice')
  const own = await images.register({ name: 'Debian', location: await cloud.upload('own') })
  await images.register({ name: 'Debian', location: await cloud.upload('public'), isPublic: true })
  expect(await images.find('Debian', { isPublic: false })).toMatchObject({ id: own.id, name: 'Debian' })
  const several = await errorOf(images.find('Debian'))
  expect(LookupError.isInstance(several)).toBe(true)
  expect(several.message).toMatch(/^2 images are named "Debian": \S+, \S+. Use images.get\(\)/)
  expect((await errorOf(images.find('debian'))).message).toMatch(/^No image is named "debian". Did you mean "Debian"/)
})

describe('images', () => {
  it('are registered with names and properties in any language, and shown as they were given', async () => {
    const cloud = testCloud()
    const location = await cloud.upload('δίσκος 100%.diskdump')
    const { images } = cloud.as('alice')
    const properties = { osfamily: 'linux', 'Root-Partition': '1', κλειδί: 'τιμή 100% a=b' }
    const made = await images.register({ name: 'Εικόνα 1', location, diskFormat: 'extdump', properties })
    expect(made).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      name: 'Εικόνα 1',
      description: '',
      location: expect.stringMatching(/^pithos:\/\/.*100%25\.diskdump$/),
      status: 'AVAILABLE',
      diskFormat: 'extdump',
      containerFormat: 'bare',
      size: 17,
      checksum: '439f251a830eb20dbc0ed2376d56bebe208aed2949079ecba57abec56531d342',
      createdAt: expect.any(Date),
      updatedAt: expect.any(Date),
      isPublic: false,
      isSnapshot: false,
      owner: cloud.uuid('alice'),
      properties: { osfamily: 'linux', root_partition: '1', κλειδί: 'τιμή 100% a=b' },
    })
    expect(Math.abs(made.createdAt.getTime() - Date.now())).toBeLessThan(60_000)
    expect(parseLocation(made.location)).toEqual({ account: location[0], container: 'files', object: location[2] })
    expect(await images.get(made.id)).toEqual(made)
    expect(await images.list({ name: 'Εικόνα 1' })).toEqual([made])
  })

  it.each([
    ['a string', (account: string) => `pithos://${account}/files/a b%20c`],
    ['an object', (account: string) => ({ account, container: 'files', object: 'a b%20c' })],
    ['a handle of Pithos', (account: string) => ({ account, container: 'files', name: 'a b%20c', path: 'x/y' })],
    ['an array', (account: string) => [account, 'files', 'a b%20c'] as const],
  ])('are found by a location as %s', async (_how, location) => {
    const cloud = testCloud()
    await cloud.upload('a b%20c')
    const made = await cloud.as('alice').images.register({ name: 'x', location: location(cloud.uuid('alice')) })
    expect(parseLocation(made.location).object).toBe('a b%20c')
  })

  it('are changed in part: what is not named stays, an empty property goes', async () => {
    const cloud = testCloud()
    const { images } = cloud.as('alice')
    const location = await cloud.upload('disk')
    const { id } = await images.register({ name: 'x', location, properties: { one: '1', two: '2' } })
    expect(await images.update(id, { properties: { two: '', three: '3' } })).toMatchObject({
      name: 'x',
      properties: { one: '1', three: '3' },
    })
    expect(await images.update(id, { name: 'νέα', diskFormat: 'ntfsdump', containerFormat: 'ovf' })).toMatchObject({
      name: 'νέα',
      diskFormat: 'ntfsdump',
      containerFormat: 'ovf',
      properties: { one: '1', three: '3' },
    })
    expect(await images.update(id, {})).toMatchObject({ name: 'νέα' })
  })

  it('are public or not', async () => {
    const cloud = testCloud()
    const { images } = cloud.as('alice')
    const { id } = await images.register({ name: 'x', location: await cloud.upload('disk'), isPublic: true })
    expect(await cloud.as('bob').images.get(id)).toMatchObject({ isPublic: true, owner: cloud.uuid('alice') })
    expect(await images.update(id, { isPublic: false })).toMatchObject({ isPublic: false })
    expect(ForbiddenError.isInstance(await errorOf(cloud.as('bob').images.get(id)))).toBe(true)
  })

  it('are deleted, or unregistered, which leaves the file', async () => {
    const cloud = testCloud()
    const { images } = cloud.as('alice')
    const location = await cloud.upload('disk')
    const { id } = await images.register({ name: 'x', location })
    await images.delete(id)
    expect(NotFoundError.isInstance(await errorOf(images.get(id)))).toBe(true)
    expect(NotFoundError.isInstance(await errorOf(images.delete(id)))).toBe(true)
    expect((await images.register({ name: 'y', location })).id).toBe(id)
    await images.unregister(id)
    expect(NotFoundError.isInstance(await errorOf(images.unregister(id)))).toBe(true)
  })

  it('of a file that is not there, or is another’s, are rejected', async () => {
    const cloud = testCloud()
    const location = await cloud.upload('disk')
    const nothing = [location[0], location[1], 'nothing'] as const
    const rejected = (user: string, image: NewImage) => errorOf(cloud.as(user).images.register(image))
    expect(NotFoundError.isInstance(await rejected('alice', { name: 'x', location: nothing }))).toBe(true)
    expect(ForbiddenError.isInstance(await rejected('bob', { name: 'x', location }))).toBe(true)
    expect(BadRequestError.isInstance(await rejected('alice', { name: 'x', location, checksum: 'abc' }))).toBe(true)
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`p${i}`, 'v']))
    const error = await rejected('alice', { name: 'x', location, properties: many })
    expect(BadRequestError.isInstance(error) && error.message).toContain('32 metadata items')
  })

  it.each<[string, Partial<NewImage> | Record<string, unknown>]>([
    ['name', { name: '' }],
    ['name', { name: 'n'.repeat(257) }],
    ['location', { location: '' }],
    ['location', { location: 'http://example.org/disk' }],
    ['location', { location: 'pithos://u/c' }],
    ['location', { location: 'pithos://u/c/' }],
    ['location', { location: ['u', 'c'] }],
    ['location', { location: ['u', 'c/d', 'o'] }],
    ['location', { location: undefined }],
    ['diskFormat', { diskFormat: 'qcow2' }],
    ['containerFormat', { containerFormat: 'zip' }],
    ['isPublic', { isPublic: 'yes' }],
    ['size', { size: 17 }],
    ['properties.long', { properties: { long: 'v'.repeat(257) } }],
    [`properties.${'k'.repeat(94)}`, { properties: { ['k'.repeat(94)]: 'v' } }],
    ['properties.os_', { properties: { 'os-': 'a', os_: 'b' } }],
    ['properties.number', { properties: { number: 5 } }],
  ])('with a wrong %s are rejected before anything is sent', async (parameter, wrong) => {
    const cloud = testCloud()
    const image = { name: 'x', location: 'pithos://u/c/o', ...wrong } as NewImage
    const error = await errorOf(cloud.as('alice').images.register(image))
    expect(InvalidArgumentError.isInstance(error) && error.parameter).toBe(parameter)
    expect(cloud.requests).toEqual([])
  })

  it('keep their name: an empty one is rejected before anything is sent', async () => {
    const cloud = testCloud()
    const error = await errorOf(cloud.as('alice').images.update('some-id', { name: '' }))
    expect(InvalidArgumentError.isInstance(error) && error.parameter).toBe('name')
    const none = await errorOf(cloud.as('alice').images.get(' '))
    expect(InvalidArgumentError.isInstance(none) && none.parameter).toBe('imageId')
    expect(cloud.requests).toEqual([])
  })

  it('are not disturbed by a call that failed before', async () => {
    const cloud = testCloud()
    const { images } = cloud.as('alice')
    const { id } = await images.register({ name: 'right', location: await cloud.upload('disk') })
    const failing = { name: 'failed name', location: [cloud.uuid('alice'), 'files', 'nothing'] as const }
    expect(NotFoundError.isInstance(await errorOf(images.register(failing)))).toBe(true)
    expect(await images.update(id, { properties: { osfamily: 'linux' } })).toMatchObject({ name: 'right' })
  })

  it('are told from what is not a registry', async () => {
    const fetch = async () => new Response('{}')
    const client = new ImageClient('http://somewhere.test/v1.0', 'token', { fetch, retry: false })
    expect(ParseError.isInstance(await errorOf(client.images.get('x')))).toBe(true)
    expect(ParseError.isInstance(await errorOf(client.images.list()))).toBe(true)
    expect(ParseError.isInstance(await errorOf(client.images.listSummaries()))).toBe(true)
    expect(ParseError.isInstance(await errorOf(client.members.list('x')))).toBe(true)
  })

  it('have versions, which need no token', async () => {
    const cloud = testCloud()
    const client = new ImageClient(cloud.as('alice').endpointUrl, 'wrong', { fetch: cloud.emulator.fetch })
    expect((await client.versions.list()).map(({ id }) => id)).toEqual(['v1.0', 'v1'])
  })
})
