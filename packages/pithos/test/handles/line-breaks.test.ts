import { BadRequestError, InvalidArgumentError } from '@kamaki/core'
import { beforeEach, describe, expect, it } from 'vitest'
import { testCloud } from '../cloud.ts'

const cloud = testCloud()
const box = () => cloud.alice.container('box')
const file = () => box().object('file')

/** A request as another program makes it, which knows nothing of what the cloud cannot send back. */
async function send(method: string, path: string, headers: Record<string, string>): Promise<void> {
  const token = (cloud.emulator.env() as { users: Record<string, { token: string }> }).users['alice']!.token
  const url = `${cloud.endpoint}/${cloud.aliceId}${path}`
  const all = { 'X-Auth-Token': token, 'Content-Type': 'text/plain', 'Content-Length': '0', ...headers }
  const { status } = await cloud.emulator.fetch(url, { method, headers: all, body: new Uint8Array(0) })
  expect([201, 202]).toContain(status)
}

async function messageOf(work: () => PromiseLike<unknown>): Promise<string> {
  try {
    await work()
  } catch (error) {
    expect(error).toBeInstanceOf(BadRequestError)
    return (error as Error).message
  }
  throw new Error('it succeeds')
}

beforeEach(async () => {
  await cloud.clean()
  await box().create()
  await file().put('content')
  cloud.requests.length = 0
})

describe.each(['\n', '\r', '\0'])('A line break or zero byte (%j)', (odd) => {
  it.each<[string, () => PromiseLike<unknown>]>([
    ['metadata of an object', () => file().put('x', { metadata: { a: `x${odd}y` } })],
    ['a name of metadata', () => file().put('x', { metadata: { [`x${odd}y`]: 'a' } })],
    ['changed metadata of an object', () => file().metadata.update({ a: `x${odd}` })],
    ['replaced metadata of an object', () => file().metadata.replace({ a: `${odd}x` })],
    ['metadata of a container', () => box().metadata.set('a', `x${odd}y`)],
    ['metadata of a new container', () => box().create({ metadata: { a: `x${odd}y` } })],
    ['metadata of an account', () => cloud.alice.account().metadata.replace({ a: `x${odd}y` })],
    [
      'metadata of an upload',
      () => file().upload(new Uint8Array(100), { metadata: { a: odd }, singleRequestBytes: 1 }),
    ],
    [
      'metadata of an upload that sends blocks first',
      () => file().upload(new Uint8Array(100), { metadata: { a: odd }, singleRequestBytes: 1, dedupe: 'previous' }),
    ],
    ['metadata of a change in place', () => file().write(0, new Uint8Array(1), { metadata: { a: `x${odd}` } })],
    ['metadata of a truncation', () => file().truncate(1, { metadata: { a: `x${odd}` } })],
    [
      'metadata of a copy',
      () =>
        box()
          .object('copy')
          .copyFrom(file(), { metadata: { a: `x${odd}` } }),
    ],
    ['Content-Disposition', () => file().update({ contentDisposition: `inline${odd}` })],
    ['Content-Encoding', () => file().put('x', { contentEncoding: `gzip${odd}` })],
    ['the content type', () => file().put('x', { contentType: `text/plain${odd}` })],
    ['a manifest', () => file().putManifest({ container: 'box', prefix: `a${odd}b` })],
    ['sharing', () => file().share({ read: [`${cloud.bobId}${odd}`] })],
    ['the name of a group', () => cloud.alice.account().update({ groups: { [`a${odd}b`]: [cloud.bobId] } })],
    ['a member of a group', () => cloud.alice.account().update({ groups: { a: [`${cloud.bobId}${odd}`] } })],
    ['the project of a container', () => box().update({ project: `${cloud.aliceId}${odd}` })],
    ['the project that it is reassigned to', () => box().reassign(`${cloud.aliceId}${odd}`)],
  ])('is rejected in %s', async (_what, work) => {
    await expect(Promise.resolve().then(work)).rejects.toBeInstanceOf(InvalidArgumentError)
    expect(cloud.requests).toEqual([])
  })
})

it('A carriage return in the name is rejected wherever something is created', async () => {
  const odd = () => box().object('a\rb')
  const creations: (() => PromiseLike<unknown>)[] = [
    () => odd().put('x'),
    () => odd().create(),
    () => odd().upload('x'),
    () => odd().upload(new Uint8Array(100), { singleRequestBytes: 1, dedupe: 'previous' }),
    () => odd().putHashmap({ bytes: 0, hashes: [] }),
    () => odd().putManifest({ container: 'box', prefix: 'a' }),
    () => odd().postForm(new Uint8Array(1)),
    () => odd().copyFrom(file()),
    () => odd().moveFrom(file()),
    () => file().copyTo(odd()),
    () => file().moveTo(odd()),
    () => cloud.alice.container('a\rb').create(),
  ]
  for (const create of creations) await expect(create()).rejects.toBeInstanceOf(InvalidArgumentError)
  expect(cloud.requests).toEqual([])
})

describe('What another program has stored with a line break', () => {
  it('can be taken away from an object, as the error says', async () => {
    await send('POST', '/box/file?update', { 'X-Object-Meta-Note': 'a%0Ab' })
    const reads = [() => file().info(), () => file().get(), () => file().hashmap(), () => file().download().bytes()]
    for (const read of reads) expect(await messageOf(read)).toContain('object.metadata.delete(name)')
    await file().metadata.delete('note')
    expect((await file().info()).bytes).toBe(7)
    await send('POST', '/box/file?update', { 'X-Object-Meta-A%0Db': 'v' })
    expect(await messageOf(() => box().objects.list())).toContain('the name of an item of an object')
    await file().metadata.delete('a\rb')
    expect((await file().info()).metadata).toEqual({})
    await send('POST', '/box/file?update', { 'Content-Disposition': 'a%0Db' })
    expect(await messageOf(() => file().info())).toContain('object.metadata.replace({})')
    await file().metadata.replace({})
    expect((await file().info()).contentDisposition).toBeUndefined()
    await send('POST', '/box/file?update', { 'X-Object-Sharing': 'read=x%0A' })
    expect(await messageOf(() => file().info())).toContain('object.unshare()')
    await file().unshare()
    expect((await file().info()).sharing).toBeUndefined()
  })

  it('can be taken away from a container and an account', async () => {
    await send('POST', '/box?update', { 'X-Container-Meta-Note': 'a%0Ab' })
    for (const read of [() => box().info(), () => box().objects.list()])
      expect(await messageOf(read)).toContain('container.metadata.delete(name)')
    await box().metadata.delete('note')
    expect((await box().info()).metadata).toEqual({})
    await send('POST', '?update', { 'X-Account-Meta-Note': 'a%0Ab' })
    for (const read of [() => cloud.alice.account().info(), () => cloud.alice.containers.list()])
      expect(await messageOf(read)).toContain('account.metadata.replace({})')
    await cloud.alice.account().metadata.replace({})
    expect((await cloud.alice.account().info()).metadata).toEqual({})
  })

  it('in its name can be moved to a better one', async () => {
    await send('PUT', '/box/a%0Db', {})
    const odd = box().object('a\rb')
    expect((await odd.info()).name).toBe('a\rb')
    expect(await messageOf(() => odd.get())).toContain('object.moveTo()')
    await odd.moveTo(box().object('better'))
    expect(await (await box().object('better').get()).text()).toBe('')
  })
})
