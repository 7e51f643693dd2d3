import { InvalidArgumentError, NotFoundError, PreconditionFailedError } from '@kamaki/core'
import { beforeEach, describe, expect, it } from 'vitest'
import { testCloud } from '../cloud.ts'

const cloud = testCloud()
const box = () => cloud.alice.container('box')
const file = () => box().object('file')

beforeEach(async () => {
  await cloud.clean()
  await box().create()
})

describe('copying and moving', () => {
  beforeEach(async () => {
    await file().put('content', { contentType: 'x/y', metadata: { a: '1', b: '2' } })
  })

  it('copies from and to, with metadata, of any version, across accounts', async () => {
    const { version } = await file().info()
    await file().put('newer', { contentType: 'x/z' })
    const copy = box().object('c/ά %2F?#')
    await copy.copyFrom(file(), { version: version!, metadata: { c: '3' } })
    expect(await copy.info()).toMatchObject({ contentType: 'x/z', metadata: { a: '1', b: '2', c: '3' }, bytes: 7 })
    const { version: made } = await file().copyTo({ container: 'box', name: 'other' }, { contentType: 'new/type' })
    expect(await box().object('other').info()).toMatchObject({ version: made, contentType: 'new/type', bytes: 5 })
    await file().copyTo(box().object('kept type'))
    expect((await box().object('kept type').info()).contentType).toBe('x/z')
    await file().share({ read: [cloud.bobId] })
    await cloud.bob.container('own').create()
    const shared = cloud.bob.account(cloud.aliceId).container('box').object('file')
    await cloud.bob.container('own').object('mine').copyFrom(shared)
    await shared.copyTo(cloud.bob.container('own').object('too'))
    await shared.copyTo({ account: cloud.bobId, container: 'own', name: 'three' })
    expect((await cloud.bob.container('own').objects.list()).map((entry) => entry.name)).toEqual([
      'mine',
      'three',
      'too',
    ])
  })

  it('moves from and to, keeps the uuid, and tells the right version', async () => {
    const { uuid } = await file().info()
    const moved = await file().moveTo({ container: 'box', name: 'there' })
    expect(await box().object('there').info()).toMatchObject({
      uuid,
      version: moved.version,
      metadata: { a: '1', b: '2' },
    })
    expect(await file().exists()).toBe(false)
    const back = await file().moveFrom(box().object('there'), { metadata: { a: '9' } })
    expect(await file().info()).toMatchObject({ uuid, version: back.version, metadata: { a: '9', b: '2' } })
  })

  it('a move whose response was lost is not done twice, nor taken for failed', async () => {
    for (const [method, path] of [
      ['MOVE', undefined],
      ['PUT', undefined],
    ] as const) {
      cloud.emulator.faults.add({ method, times: 1, ...(path ?? {}), fault: { kind: 'reset', when: 'headers' } })
      const target = box().object(`moved by ${method}`)
      const result = method === 'MOVE' ? await file().moveTo(target) : await target.moveFrom(file())
      expect(result.version).toBe((await target.info()).version)
      await target.moveTo(file())
    }
    cloud.emulator.faults.add({ method: 'MOVE', times: 2, fault: { kind: 'status', status: 500 } })
    await file().moveTo(box().object('after all'))
    expect(await box().object('after all').exists()).toBe(true)
  })

  it('copies, moves and deletes by prefix', async () => {
    const dir = box().object('dir')
    await dir.createDirectory()
    for (const name of ['dir/a', 'dir/b/c', 'dirx']) await box().object(name).put(name)
    await dir.copyTo({ container: 'box', name: 'copy' }, { delimiter: '/' })
    await box().object('moved').moveFrom(dir, { delimiter: '/' })
    const names = async (): Promise<string[]> => (await box().objects.list()).map((entry) => entry.name)
    expect(await names()).toEqual(['copy', 'copy/a', 'copy/b/c', 'dirx', 'file', 'moved', 'moved/a', 'moved/b/c'])
    await box().object('copy').deleteTree()
    expect(await names()).toEqual(['dirx', 'file', 'moved', 'moved/a', 'moved/b/c'])
    await expect(box().object('copy').deleteTree()).rejects.toBeInstanceOf(NotFoundError)
  })

  it('rejects conditions that look at the wrong end', async () => {
    await expect(file().copyTo(box().object('x'), { ifNotExist: true })).rejects.toBeInstanceOf(InvalidArgumentError)
    await expect(file().moveTo(box().object('x'), { ifNoneMatch: '*' })).rejects.toBeInstanceOf(InvalidArgumentError)
    await box().object('x').copyFrom(file(), { ifNotExist: true })
    await expect(box().object('x').copyFrom(file(), { ifNotExist: true })).rejects.toBeInstanceOf(
      PreconditionFailedError,
    )
  })
})

describe('deleting', () => {
  it('deletes once, and is not confused by a lost response', async () => {
    await file().put('x')
    cloud.emulator.faults.add({ method: 'DELETE', times: 1, fault: { kind: 'reset', when: 'headers' } })
    await file().delete()
    await expect(file().delete()).rejects.toBeInstanceOf(NotFoundError)
    expect((await file().versions()).length).toBe(1)
  })

  it('purges history up to a time, and never deletes by mistake', async () => {
    await file().put('x')
    for (const until of [
      1000.5,
      -5,
      Number.NaN,
      -0,
      Number.POSITIVE_INFINITY,
      '' as never,
      '1e3' as never,
      new Date('no'),
    ]) {
      await expect(file().purge(until)).rejects.toBeInstanceOf(InvalidArgumentError)
      await expect(box().purge(until)).rejects.toBeInstanceOf(InvalidArgumentError)
    }
    await file().purge(1)
    expect(await file().exists()).toBe(true)
    await file().put('y')
    await box().purge(new Date(Date.now() + 1000))
    expect((await file().versions()).length).toBe(1)
    await file().purge(Math.ceil(Date.now() / 1000) + 1)
    await expect(file().versions()).rejects.toBeInstanceOf(NotFoundError)
  })
})
