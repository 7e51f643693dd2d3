import { inspect } from 'node:util'
import { ForbiddenError, InvalidArgumentError, NotFoundError } from '@kamaki/core'
import { beforeEach, describe, expect, it } from 'vitest'
import { testCloud } from '../cloud.ts'

const cloud = testCloud()
const box = () => cloud.alice.container('box')
const file = () => box().object('file')
const shared = () => cloud.bob.account(cloud.aliceId).container('box').object('file')

beforeEach(async () => {
  await cloud.clean()
  await box().create()
  await file().put('content', { metadata: { keep: 'me' } })
})

describe('metadata', () => {
  it('is changed item by item, or replaced', async () => {
    await file().metadata.update({ Größe: '5 μm', 'two words': 'a=b;c, 100%', other: 'x' })
    expect((await file().info()).metadata).toEqual({
      keep: 'me',
      größe: '5 μm',
      'two words': 'a=b;c, 100%',
      other: 'x',
    })
    await file().update({
      metadata: { other: null, OTHER_two: 'y' },
      contentEncoding: 'x-odd',
      contentDisposition: 'inline',
    })
    expect(await file().info()).toMatchObject({
      metadata: { keep: 'me', größe: '5 μm', 'two words': 'a=b;c, 100%', 'other-two': 'y' },
      contentEncoding: 'x-odd',
      contentDisposition: 'inline',
    })
    await file().metadata.replace({ new: 'one' })
    const info = await file().info()
    expect(info.metadata).toEqual({ new: 'one' })
    expect(info.contentEncoding).toBeUndefined()
    await expect(file().metadata.update({ a: '' })).rejects.toThrow(/null/)
  })

  it('is rejected where its readers would not get what was set', async () => {
    for (const value of [' before', 'after ', ' ']) {
      const metadata = { new: value }
      for (const work of [
        () => file().metadata.set('new', value),
        () => file().put('x', { metadata }),
        () => box().metadata.replace(metadata),
        () => cloud.alice.account().update({ metadata }),
      ])
        await expect(work()).rejects.toThrow(/metadata\.new must not begin or end with a space/)
    }
    await file().metadata.set('new', '\u00a0in between\t')
    expect(await file().metadata.get('new')).toBe('\u00a0in between\t')
  })

  it('of accounts, containers and objects has one grammar', async () => {
    for (const { metadata } of [cloud.alice.account(), box(), file()]) {
      await metadata.replace({ One: '1', two: '2' })
      await metadata.set('Three_3', 'drei')
      await metadata.delete('two')
      expect(await metadata.list()).toEqual({ one: '1', 'three-3': 'drei' })
      expect(await metadata.get('THREE_3')).toBe('drei')
      expect(await metadata.get('two')).toBeUndefined()
    }
  })
})

describe('sharing', () => {
  it('lets others read, write, and nothing else, and keeps metadata', async () => {
    await expect(shared().info()).rejects.toBeInstanceOf(ForbiddenError)
    await file().share({ read: [cloud.bobId] })
    expect(await file().info()).toMatchObject({ metadata: { keep: 'me' }, sharing: { read: [cloud.bobId], write: [] } })
    expect(await shared().info()).toMatchObject({ allowedTo: 'read', bytes: 7 })
    await expect(shared().put('x')).rejects.toBeInstanceOf(ForbiddenError)
    await file().share({ write: [cloud.bobId] })
    await shared().put('x')
    await expect(shared().delete()).rejects.toBeInstanceOf(ForbiddenError)
    expect((await cloud.bob.accounts.list()).map((entry) => entry.id)).toContain(cloud.aliceId)
    expect((await cloud.bob.account(cloud.aliceId).containers.list()).map((entry) => entry.name)).toEqual(['box'])
    expect((await cloud.bob.account(cloud.aliceId).container('box').objects.list()).map((entry) => entry.name)).toEqual(
      ['file'],
    )
    expect((await cloud.bob.account(cloud.aliceId).info()).containerCount).toBeUndefined()
    await file().unshare()
    expect((await file().info()).sharing).toBeUndefined()
    await expect(shared().info()).rejects.toBeInstanceOf(ForbiddenError)
    expect((await cloud.bob.accounts.list()).map((entry) => entry.id)).not.toContain(cloud.aliceId)
    expect(await cloud.bob.accounts.list({ limit: 0 })).toEqual([])
  })

  it('works by groups and for everybody', async () => {
    await cloud.alice.account().update({ groups: { friends: [cloud.bobId], φίλοι: [cloud.bobId] } })
    expect((await cloud.alice.account().info()).groups).toEqual({ friends: [cloud.bobId], φίλοι: [cloud.bobId] })
    await file().share({ read: [`${cloud.aliceId}:friends`] })
    expect((await shared().info()).bytes).toBe(7)
    await file().share({ read: [`${cloud.aliceId}:φίλοι`] })
    expect((await shared().info()).bytes).toBe(7)
    await cloud.alice.account().update({ groups: { friends: [], φίλοι: [] } })
    expect((await cloud.alice.account().info()).groups).toEqual({})
    await expect(shared().info()).rejects.toBeInstanceOf(ForbiddenError)
    await file().share({ read: ['*'] })
    expect((await shared().info()).bytes).toBe(7)
    for (const name of ['my-group', 'my_group', '']) {
      await expect(cloud.alice.account().update({ groups: { [name]: [cloud.bobId] } })).rejects.toBeInstanceOf(
        InvalidArgumentError,
      )
    }
    await expect(cloud.alice.account().update({ groups: { a: ['no uuid'] } })).rejects.toBeInstanceOf(
      InvalidArgumentError,
    )
  })

  it('knows uuids in capitals as well', async () => {
    await cloud.alice.account().update({ groups: { friends: [cloud.bobId.toUpperCase()] } })
    expect((await cloud.alice.account().info()).groups).toEqual({ friends: [cloud.bobId] })
    await file().share({ read: [cloud.bobId.toUpperCase()] })
    expect(await shared().info()).toMatchObject({ allowedTo: 'read' })
  })

  it('is rejected with whom the cloud would not find, and says where uuids come from', async () => {
    cloud.requests.length = 0
    const wrong = ['bob@example.org', 'bob', cloud.bobId.slice(1), `${cloud.aliceId}:`, `bob:friends`, '', ' *', 'all']
    for (const principal of wrong) {
      const sharing = { read: [principal] }
      for (const work of [
        () => file().share(sharing),
        () => file().share({ write: [cloud.bobId, principal] }),
        () => file().put('x', { sharing }),
        () => file().upload('x', { sharing }),
        () => file().upload(new Uint8Array(100), { sharing, singleRequestBytes: 1, dedupe: 'previous' }),
        () => file().copyTo({ container: 'box', name: 'copy' }, { sharing }),
        () => file().putHashmap({ bytes: 0, hashes: [] }, { sharing }),
        () => cloud.alice.account().update({ groups: { friends: [principal] } }),
      ]) {
        await expect(work()).rejects.toThrow(InvalidArgumentError)
        await expect(work()).rejects.toThrow(/astakos\.userCatalogs\.uuid\('bob@example\.org'\)$/)
      }
    }
    // Lists of another name share with nobody as well.
    await expect(file().share({ reed: [cloud.bobId] } as never)).rejects.toThrow(/read and write; got reed/)
    await expect(box().update({ project: 'project.example.org' })).rejects.toThrow(/astakos\.projects\.list/)
    expect(cloud.requests).toEqual([])
  })

  it('is inherited from directories', async () => {
    await box()
      .object('dir')
      .createDirectory({ sharing: { read: [cloud.bobId] } })
    await box().object('dir/a').put('x')
    const below = cloud.bob.account(cloud.aliceId).container('box').object('dir/a')
    expect(await below.info()).toMatchObject({ sharedBy: `${cloud.aliceId}/box/dir` })
  })
})

describe('publishing', () => {
  it('returns a URL that needs no token, until it is taken back', async () => {
    const url = (await file().publish())!
    expect(url).toMatch(/^http/)
    expect(await file().publish()).toBe(url)
    expect((await file().info()).metadata).toEqual({ keep: 'me' })
    const open = cloud.bob.publicObject(url)
    expect(await open.info()).toMatchObject({ bytes: 7, contentType: 'application/octet-stream' })
    expect(await (await open.get()).text()).toBe('content')
    expect(await (await open.get({ range: { first: 3 } })).text()).toBe('tent')
    expect((await box().objects.list({ public: true })).map((entry) => entry.publicUrl)).toEqual([url])
    expect((await cloud.alice.containers.list({ public: true })).map((entry) => entry.name)).toEqual(['box'])
    await file().unpublish()
    await expect(open.get()).rejects.toBeInstanceOf(NotFoundError)
    expect(() => cloud.bob.publicObject('file:///etc/passwd')).toThrow(InvalidArgumentError)
  })

  it('shows an object to a browser by a token of its own', async () => {
    const { view } = file()
    expect(view.url).toMatch(/\/pithos\/ui\/view\/[^/]+\/box\/file$/)
    const token = cloud.emulator.state.viewToken(cloud.aliceId, `/${cloud.aliceId}/box/file`)
    expect((await view.info(token)).bytes).toBe(7)
    expect(await (await view.get(token, { range: { first: 3 } })).text()).toBe('tent')
    await expect(view.get('wrong')).rejects.toMatchObject({ status: 302 })
    const secret = 'no-token-of-this-cloud'
    for (const work of [() => view.get(secret), () => view.info(secret)]) {
      const error = await work().catch((reason: unknown) => reason)
      expect(inspect(error)).toMatch(/302/)
      expect(inspect(error)).not.toContain(secret)
    }
  })
})
