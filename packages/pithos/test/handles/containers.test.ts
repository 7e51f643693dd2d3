import {
  ConflictError,
  ForbiddenError,
  InvalidArgumentError,
  NotFoundError,
  NotModifiedError,
  PreconditionFailedError,
} from '@kamaki/core'
import { meta } from '@kamaki/pithos'
import { beforeEach, describe, expect, it } from 'vitest'
import { testCloud } from '../cloud.ts'

const cloud = testCloud()
const { alice } = cloud
const box = () => alice.container('box')
const names = async (
  list: PromiseLike<{ name?: string | undefined; subdir?: string | undefined }[]>,
): Promise<string[]> => (await list).map((entry) => entry.subdir ?? entry.name ?? '')

beforeEach(async () => {
  await cloud.clean()
})

describe('containers', () => {
  it('are made once, with policy and metadata, changed, and deleted when empty', async () => {
    expect(await box().exists()).toBe(false)
    expect(await box().create({ quota: 5000, versioning: 'none', metadata: { Ά: '100%' } })).toEqual({ created: true })
    expect(await box().create()).toEqual({ created: false })
    expect(await box().exists()).toBe(true)
    expect(await box().info()).toMatchObject({
      objectCount: 0,
      bytesUsed: 0,
      blocks: { blockSize: 16, blockHash: 'sha256' },
      policy: { quota: 5000, versioning: 'none', project: cloud.aliceId },
      metadata: { ά: '100%' },
    })
    await box().update({ quota: Number.POSITIVE_INFINITY, metadata: { b: 'c' } })
    await box().update({ versioning: 'auto' })
    expect(await box().info()).toMatchObject({
      policy: { quota: Number.POSITIVE_INFINITY, versioning: 'auto' },
      metadata: { ά: '100%', b: 'c' },
    })
    await box().update({ metadata: { b: null } })
    await box().metadata.replace({ only: 'this' })
    expect(await box().info()).toMatchObject({ metadata: { only: 'this' }, policy: { versioning: 'auto' } })
    await box().object('a').put('x')
    await expect(box().delete()).rejects.toBeInstanceOf(ConflictError)
    await box().empty()
    expect(await box().info()).toMatchObject({ objectCount: 0 })
    await box().delete()
    await expect(box().info()).rejects.toBeInstanceOf(NotFoundError)
  })

  it('can be paid for by another project', async () => {
    const { vars } = cloud.emulator.env()
    await box().create()
    await box().object('a').put('x')
    await box().reassign(String(vars['projectId']))
    expect((await box().info()).policy?.project).toBe(vars['projectId'])
  })

  it('reject arguments that the server would misread', async () => {
    await box().create()
    for (const options of [
      { quota: -1 },
      { quota: 1.5 },
      { quota: Number.NaN },
      { versioning: 'manual' },
      { project: '' },
    ]) {
      await expect(box().update(options), JSON.stringify(options)).rejects.toBeInstanceOf(InvalidArgumentError)
    }
    await expect(cloud.bob.account(cloud.aliceId).container('box').create()).rejects.toBeInstanceOf(ForbiddenError)
    await expect(cloud.bob.account(cloud.aliceId).container('box').info()).rejects.toBeInstanceOf(ForbiddenError)
  })

  it('look at conditions and at the past', async () => {
    await box().create()
    const { lastModified } = await box().info()
    const later = new Date(lastModified!.getTime() + 5000)
    const earlier = new Date(lastModified!.getTime() - 5000)
    await expect(box().info({ ifModifiedSince: later })).rejects.toBeInstanceOf(NotModifiedError)
    await expect(box().info({ ifUnmodifiedSince: earlier })).rejects.toBeInstanceOf(PreconditionFailedError)
    await expect(box().info({ until: earlier })).rejects.toBeInstanceOf(NotFoundError)
    expect((await box().info({ until: later })).untilTimestamp).toBeInstanceOf(Date)
    expect((await alice.account().info({ until: later })).untilTimestamp).toBeInstanceOf(Date)
  })

  it('are listed page by page', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'ε']) await alice.container(name).create()
    expect(await names(alice.containers.list())).toEqual(['a', 'b', 'c', 'd', 'ε'])
    expect(await names(alice.containers.list({ pageSize: 2 }))).toEqual(['a', 'b', 'c', 'd', 'ε'])
    expect(await names(alice.containers.list({ limit: 3, pageSize: 2 }))).toEqual(['a', 'b', 'c'])
    expect(await names(alice.containers.list({ marker: 'c' }))).toEqual(['d', 'ε'])
    expect(await names(alice.containers.list({ limit: 0 }))).toEqual([])
    expect(() => alice.containers.list({ limit: -1 })).toThrow(InvalidArgumentError)
    await alice
      .container('b')
      .object('x')
      .put('x', { sharing: { read: ['*'] } })
    expect(await names(alice.containers.list({ shared: true }))).toEqual(['b'])
    expect(await names(alice.containers.list({ shared: true, marker: 'b' }))).toEqual([])
    expect(await names(alice.containers.list({ until: 5 }))).toEqual([])
  })

  it('end on an empty page only: how many entries a full one has is the operator’s choice', async () => {
    for (const name of ['a', 'b', 'c']) await alice.container(name).create()
    cloud.requests.length = 0
    await alice.containers.list({ pageSize: 2 })
    await alice.containers.list()
    expect(cloud.requests).toEqual([
      'GET ?limit=2&format=json',
      'GET ?marker=b&limit=2&format=json',
      'GET ?marker=c&limit=2&format=json',
      'GET ?format=json',
      'GET ?marker=c&format=json',
    ])
    const list = alice.containers.list({ pageSize: 2 })
    expect(await names(list)).toEqual(['a', 'b', 'c'])
    expect(await names(list)).toEqual(['a', 'b', 'c'])
  })
})

describe('the account', () => {
  it('tells use and quota, and holds metadata', async () => {
    await box().create()
    await box().object('a').put('12345')
    await alice.account().metadata.update({ Χρώμα: 'μπλε', other: 'x' })
    await alice.account().metadata.update({ other: null })
    const info = await alice.account().info()
    expect(info).toMatchObject({ containerCount: 1, bytesUsed: 5, metadata: { χρώμα: 'μπλε' } })
    expect(info.quota?.projects[cloud.aliceId]).toBeGreaterThan(5)
    await alice.account().metadata.replace({})
    expect((await alice.account().info()).metadata).toEqual({})
  })

  it('is asked for where it is not known', () => {
    const client = cloud.client('alice', { account: undefined })
    expect(() => client.container('x')).toThrow(/astakos.client/)
    expect(client.account(cloud.bobId).id).toBe(cloud.bobId)
    expect(() => client.account('a/b')).toThrow(InvalidArgumentError)
  })
})

describe('listing objects', () => {
  beforeEach(async () => {
    await box().create()
    for (const name of ['a', 'b/1', 'b/2/x', 'b😀', 'c/1', 'c/😀', 'd']) await box().object(name).put(name)
  })

  it('goes page by page, with prefix, delimiter and path', async () => {
    const all = ['a', 'b/1', 'b/2/x', 'b😀', 'c/1', 'c/😀', 'd']
    for (const pageSize of [undefined, 1, 2, 3, 7]) {
      expect(await names(box().objects.list({ pageSize }))).toEqual(all)
      expect(await names(box().objects.list({ pageSize, delimiter: '/' }))).toEqual(['a', 'b/', 'b😀', 'c/', 'd'])
      expect(await names(box().objects.list({ pageSize, prefix: 'b' }))).toEqual(['b/1', 'b/2/x', 'b😀'])
      expect(await names(box().objects.list({ pageSize, prefix: 'b', delimiter: '/' }))).toEqual(['b/1', 'b/2/'])
      expect(await names(box().objects.list({ pageSize, path: 'b' }))).toEqual(['b/1'])
      expect(await names(box().objects.list({ pageSize, marker: 'b/2/x', limit: 3 }))).toEqual(['b😀', 'c/1', 'c/😀'])
    }
    const pages: number[] = []
    for await (const page of box().objects.list({ pageSize: 3 }).pages()) pages.push(page.length)
    expect(pages).toEqual([3, 3, 1])
  })

  it('filters by metadata, sharing, publication and time', async () => {
    await box().object('a').metadata.update({ quality: 'good', size: '5' })
    await box().object('d').metadata.update({ quality: 'bad' })
    const list = (filter: ReturnType<typeof meta.has>) => names(box().objects.list({ meta: filter }))
    expect(await list(meta.has('quality'))).toEqual(['a', 'd'])
    expect(await list(meta.is('Quality', '=', 'good'))).toEqual(['a'])
    expect(await list(meta.is('quality', '!=', 'good'))).toEqual(['d'])
    expect(await list(meta.all(meta.has('quality'), meta.lacks('size')))).toEqual(['d'])
    for (const wrong of [
      () => meta.has(''),
      () => meta.has('a,b'),
      () => meta.lacks('a b'),
      () => meta.is('a', '=', 'b c'),
      () => meta.is('a', '=', ''),
      () => meta.is('a', '=', '=b'),
    ]) {
      expect(wrong).toThrow(InvalidArgumentError)
    }
    await box()
      .object('b/1')
      .share({ read: ['*'] })
    await box().object('c/1').publish()
    expect(await names(box().objects.list({ shared: true }))).toEqual(['b/1'])
    expect(await names(box().objects.list({ public: true }))).toEqual(['c/1'])
    expect(await names(box().objects.list({ public: true, shared: true }))).toEqual(['b/1', 'c/1'])
    expect(await names(box().objects.list({ public: true, limit: 0 }))).toEqual([])
    await expect(names(box().objects.list({ until: new Date(Date.now() - 60_000) }))).rejects.toBeInstanceOf(
      NotFoundError,
    )
    expect((await names(box().objects.list({ until: new Date(Date.now() + 1000) }))).length).toBe(7)
    expect([...(await box().info()).objectMetadataNames].sort()).toEqual(['quality', 'size'])
  })

  it('does not reject an empty list, or one without a body', async () => {
    await box().empty()
    expect(await box().objects.list()).toEqual([])
    cloud.emulator.faults.add({ method: 'GET', fault: { kind: 'status', status: 204 } })
    expect(await box().objects.list()).toEqual([])
  })
})
