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
  it('returns content whole, in ranges, as bytes, string and stream, with what the headers tell', async () => {
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

  it('returns several ranges of one request, overlapping ones too, whatever the content looks like', async () => {
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
  it('takes bytes, strings, Blobs and streams, with and without their length', async () => {
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
    await box().object('odd "name"\t.txt').postForm(someBytes(99))
    expect(await box().object('odd "name"\t.txt').download().bytes()).toEqual(someBytes(99))
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
    await expect(file().truncate(5)).rejects.toThrow(InvalidArgumentError)
    await expect(file().truncate(2 ** 50)).rejects.toThrow(
      `size must be at most 4, the size of 'file'; got ${2 ** 50}. To make it longer, append zero bytes`,
    )
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
    await file().writeFrom({ container: 'box', name: 'söurce %41' }, 19, { size: 21 })
    expect(await file().download({ unverified: 'accept' }).text()).toBe('01abc56789abcdefghiab')
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
