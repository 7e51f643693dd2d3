import {
  ForbiddenError,
  InvalidArgumentError,
  NotFoundError,
  NotModifiedError,
  PreconditionFailedError,
  RangeNotSatisfiableError,
  UnprocessableError,
} from '@kamaki/core'
import { beforeEach, describe, expect, it } from 'vitest'
import { testCloud } from '../cloud.ts'
import { someBytes, streamOf } from '../transfer/content.ts'

const cloud = testCloud()
const box = () => cloud.alice.container('box')
const file = () => box().object('file')

beforeEach(async () => {
  await cloud.clean()
  await box().create()
})

describe('reading', () => {
  it('gives content whole, in ranges, as bytes, text and stream, with what the headers tell', async () => {
    await file().put('hello world', { contentType: 'text/plain' })
    const whole = await file().get()
    expect(whole.info).toMatchObject({ bytes: 11, contentType: 'text/plain' })
    expect(whole.range).toBeUndefined()
    expect(await whole.text()).toBe('hello world')
    const part = await file().get({ range: { first: 6, last: 8 } })
    expect(part.range).toEqual({ first: 6, last: 8 })
    expect(part.info.bytes).toBe(11)
    expect(await part.text()).toBe('wor')
    expect(await (await file().get({ range: { suffix: 5 } })).bytes()).toEqual(new TextEncoder().encode('world'))
    const open = await file().get({ dispositionType: 'attachment' })
    expect(open.info.contentDisposition).toBe('attachment; filename="file"')
    await open.cancel()
    await expect(file().get({ range: { first: 6, last: 11 } })).rejects.toBeInstanceOf(RangeNotSatisfiableError)
    await expect(box().object('no').get()).rejects.toBeInstanceOf(NotFoundError)
    expect(await file().exists()).toBe(true)
    expect(await box().object('no').exists()).toBe(false)
  })

  it('gives several ranges of one request, overlapping ones too, whatever the content looks like', async () => {
    const content = new TextEncoder().encode(
      'a\r\n--0123456789abcdef0123456789abcdef--\r\nContent-Range: bytes 0-1/9\r\n\r\nzz',
    )
    await file().put(content)
    const parts = await file().getRanges([{ first: 0, last: 9 }, { first: 5 }, { suffix: 2 }])
    expect(parts.map(({ first, last }) => [first, last])).toEqual([
      [0, 9],
      [5, content.length - 1],
      [content.length - 2, content.length - 1],
    ])
    for (const { first, last, bytes } of parts) expect(bytes).toEqual(content.slice(first, last + 1))
    expect(await file().getRanges([{ first: 3, last: 4 }])).toEqual([{ first: 3, last: 4, bytes: content.slice(3, 5) }])
    await expect(file().getRanges([{ first: 0 }, { first: 999 }])).rejects.toBeInstanceOf(RangeNotSatisfiableError)
    await expect(file().getRanges([])).rejects.toBeInstanceOf(InvalidArgumentError)
  })

  it('looks at conditions', async () => {
    await file().put('one')
    const { etag, lastModified } = await file().info()
    const old = new Date(lastModified!.getTime() - 60_000)
    await expect(file().info({ ifNoneMatch: etag })).rejects.toBeInstanceOf(NotModifiedError)
    await expect(file().get({ ifModifiedSince: new Date(lastModified!.getTime() + 1000) })).rejects.toBeInstanceOf(
      NotModifiedError,
    )
    await expect(file().info({ ifMatch: 'x' })).rejects.toBeInstanceOf(PreconditionFailedError)
    await expect(file().hashmap({ ifUnmodifiedSince: old })).rejects.toBeInstanceOf(PreconditionFailedError)
    await expect(file().getRanges([{ first: 0 }], { ifMatch: ['x', 'y'] })).rejects.toBeInstanceOf(
      PreconditionFailedError,
    )
    expect((await file().info({ ifMatch: ['x', `"${etag}"`], ifModifiedSince: old })).bytes).toBe(3)
    await expect(file().info({ ifMatch: 'α' })).rejects.toBeInstanceOf(InvalidArgumentError)
  })
})

describe('writing', () => {
  it('takes bytes, text, Blobs and streams, with and without their length', async () => {
    for (const body of [
      new TextEncoder().encode('content'),
      'content',
      new Blob(['content']),
      streamOf(new TextEncoder().encode('content'), 3),
    ]) {
      const { etag, version } = await file().put(body)
      expect(await file().info()).toMatchObject({ etag, version, bytes: 7 })
    }
    await file().put(streamOf(new TextEncoder().encode('content'), 3), { contentLength: 7 })
    expect(await (await file().get()).text()).toBe('content')
  })

  it('checks MD5, conditions and arguments', async () => {
    await expect(file().put('x', { md5: 'd41d8cd98f00b204e9800998ecf8427e' })).rejects.toBeInstanceOf(
      UnprocessableError,
    )
    await file().put('x', { ifNotExist: true })
    await expect(file().put('y', { ifNotExist: true })).rejects.toBeInstanceOf(PreconditionFailedError)
    const refused = [
      { contentType: 'text/ά' },
      { contentType: '' },
      { contentType: 'x'.repeat(257) },
      { contentDisposition: 'x'.repeat(257) },
      { metadata: { a: 'x~y' } },
      { metadata: { a: 'x'.repeat(257) } },
      { metadata: { ['x'.repeat(120)]: 'x' } },
      { metadata: { my_key: 'a', 'MY-KEY': 'b' } },
      { metadata: { '': 'a' } },
      { metadata: { 'a/b': 'a' } },
      { sharing: { read: ['not a user'] } },
      { ifNotExist: true, ifNoneMatch: 'x' },
    ]
    cloud.requests.length = 0
    for (const options of refused)
      await expect(file().put('y', options), JSON.stringify(options)).rejects.toBeInstanceOf(InvalidArgumentError)
    expect(cloud.requests).toEqual([])
  })

  it('makes empty objects and directories', async () => {
    await box().object('a').create()
    await box()
      .object('d')
      .createDirectory({ metadata: { colour: 'red' } })
    expect(await box().object('a').info()).toMatchObject({ bytes: 0, contentType: 'application/octet-stream' })
    expect(await box().object('d').info()).toMatchObject({
      contentType: 'application/directory',
      metadata: { colour: 'red' },
    })
  })

  it('writes by hashes, and tells which blocks the cloud lacks', async () => {
    const [hash] = await box().uploadBlocks(someBytes(16))
    const missing = 'ab'.repeat(32)
    expect(await file().putHashmap({ bytes: 20, hashes: [hash!, missing] })).toEqual({
      missing: [missing],
      written: undefined,
    })
    const { written } = await file().putHashmap(
      { bytes: 16, hashes: [hash!] },
      { contentType: 'x/y', metadata: { a: 'b' } },
    )
    expect(written).toEqual({ etag: hash, version: expect.any(Number) })
    expect(await file().info()).toMatchObject({ contentType: 'x/y', metadata: { a: 'b' }, bytes: 16 })
  })

  it('stores several blocks of one body, and keeps the metadata of the container', async () => {
    await box().update({ metadata: { keep: 'me' } })
    const content = someBytes(16 * 3 + 5)
    expect((await box().uploadBlocks(content)).length).toBe(4)
    expect((await box().info()).metadata).toEqual({ keep: 'me' })
    await expect(box().uploadBlocks(new Uint8Array(0))).rejects.toBeInstanceOf(InvalidArgumentError)
    await expect(cloud.bob.account(cloud.aliceId).container('box').uploadBlocks(content)).rejects.toBeInstanceOf(
      ForbiddenError,
    )
  })

  it('writes as a form does', async () => {
    const { etag, version } = await file().postForm(new Blob(['from a form'], { type: 'text/x-form' }))
    expect(await file().info()).toMatchObject({ etag, version, contentType: 'text/x-form', bytes: 11 })
    await box().object('odd "name"\r.txt').postForm(someBytes(99))
    expect(await box().object('odd "name"\r.txt').download().bytes()).toEqual(someBytes(99))
  })

  it('changes content in place', async () => {
    await file().put('0123456789')
    const { etag } = await file().write(3, new TextEncoder().encode('abc'))
    expect(await file().download().text()).toBe('012abc6789')
    await expect(file().write(3, new TextEncoder().encode('x'), { ifMatch: 'no' })).rejects.toBeInstanceOf(
      PreconditionFailedError,
    )
    await file().write(10, new TextEncoder().encode('!'), { ifMatch: etag!, metadata: { a: '1' } })
    await file().appendBytes(new TextEncoder().encode('?'), { metadata: { b: '2' } })
    expect(await file().download().text()).toBe('012abc6789!?')
    expect((await file().info()).metadata).toEqual({ a: '1', b: '2' })
    await expect(file().write(99, someBytes(1))).rejects.toBeInstanceOf(RangeNotSatisfiableError)
    await expect(file().write(0, new Uint8Array(0))).rejects.toBeInstanceOf(InvalidArgumentError)
    await expect(file().write(-1, someBytes(1))).rejects.toBeInstanceOf(InvalidArgumentError)
    await expect(box().object('no').appendBytes(someBytes(1))).rejects.toBeInstanceOf(NotFoundError)
    await file().truncate(12)
    await file().truncate(4)
    expect(await file().download().text()).toBe('012a')
    await file().truncate(0)
    await file().truncate(0)
    expect((await file().info()).bytes).toBe(0)
  })

  it('writes from another object, whole or its beginning, anywhere', async () => {
    await file().put('0123456789')
    const source = box().object('söurce %41')
    await source.put('abcdefghij')
    await file().writeFrom(source, 'end')
    await file().writeFrom(source, 2, { length: 3 })
    await file().writeFrom({ container: 'box', object: 'söurce %41' }, 19, { size: 21 })
    expect(await file().download().text()).toBe('01abc56789abcdefghiab')
    await expect(file().writeFrom(source, 'end', { length: 2 })).rejects.toBeInstanceOf(InvalidArgumentError)
    await expect(file().writeFrom(source, 0, { length: 0 })).rejects.toBeInstanceOf(InvalidArgumentError)
  })

  it('restores a version, uuid and all', async () => {
    const { version } = await file().put('the first, longer one')
    const { uuid } = await file().info()
    await file().put('second')
    await file().restore(version!)
    expect(await file().download().text()).toBe('the first, longer one')
    const again = await file().info()
    expect(again.version).not.toBe(version)
    const versions = await file().versions()
    expect(versions.map((each) => each.version)).toEqual([version, versions[1]!.version, again.version])
    expect(versions[0]!.created.getTime()).toBeLessThanOrEqual(Date.now())
    expect(uuid).toMatch(/-/)
  })
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
    const { version: made } = await file().copyTo({ container: 'box', object: 'other' }, { contentType: 'new/type' })
    expect(await box().object('other').info()).toMatchObject({ version: made, contentType: 'new/type', bytes: 5 })
    await file().copyTo(box().object('kept type'))
    expect((await box().object('kept type').info()).contentType).toBe('x/z')
    await file().share({ read: [cloud.bobId] })
    await cloud.bob.container('own').create()
    const shared = cloud.bob.account(cloud.aliceId).container('box').object('file')
    await cloud.bob.container('own').object('mine').copyFrom(shared)
    await shared.copyTo(cloud.bob.container('own').object('too'))
    await shared.copyTo({ account: cloud.bobId, container: 'own', object: 'three' })
    expect((await cloud.bob.container('own').objects.list()).map((entry) => entry.name)).toEqual([
      'mine',
      'three',
      'too',
    ])
  })

  it('moves from and to, keeps the uuid, and tells the right version', async () => {
    const { uuid } = await file().info()
    const moved = await file().moveTo({ container: 'box', object: 'there' })
    expect(await box().object('there').info()).toMatchObject({
      uuid,
      version: moved.version,
      metadata: { a: '1', b: '2' },
    })
    expect(await file().exists()).toBe(false)
    const back = await file().moveFrom(box().object('there'), { metadata: { a: '9' } })
    expect(await file().info()).toMatchObject({ uuid, version: back.version, metadata: { a: '9', b: '2' } })
  })

  it('a move whose reply was lost is not done twice, nor taken for failed', async () => {
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
    await dir.copyTo({ container: 'box', object: 'copy' }, { delimiter: '/' })
    await box().object('moved').moveFrom(dir, { delimiter: '/' })
    const names = async (): Promise<string[]> => (await box().objects.list()).map((entry) => entry.name)
    expect(await names()).toEqual(['copy', 'copy/a', 'copy/b/c', 'dirx', 'file', 'moved', 'moved/a', 'moved/b/c'])
    await box().object('copy').deleteTree()
    expect(await names()).toEqual(['dirx', 'file', 'moved', 'moved/a', 'moved/b/c'])
    await expect(box().object('copy').deleteTree()).rejects.toBeInstanceOf(NotFoundError)
  })

  it('refuses conditions that look at the wrong end', async () => {
    await expect(file().copyTo(box().object('x'), { ifNotExist: true })).rejects.toBeInstanceOf(InvalidArgumentError)
    await expect(file().moveTo(box().object('x'), { ifNoneMatch: '*' })).rejects.toBeInstanceOf(InvalidArgumentError)
    await box().object('x').copyFrom(file(), { ifNotExist: true })
    await expect(box().object('x').copyFrom(file(), { ifNotExist: true })).rejects.toBeInstanceOf(
      PreconditionFailedError,
    )
  })
})

describe('deleting', () => {
  it('deletes once, and is not confused by a lost reply', async () => {
    await file().put('x')
    cloud.emulator.faults.add({ method: 'DELETE', times: 1, fault: { kind: 'reset', when: 'headers' } })
    await file().delete()
    await expect(file().delete()).rejects.toBeInstanceOf(NotFoundError)
    expect((await file().versions()).length).toBe(1)
  })

  it('purges history up to a moment, and never deletes by mistake', async () => {
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
