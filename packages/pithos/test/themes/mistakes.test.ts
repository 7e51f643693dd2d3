import { InvalidArgumentError } from '@kamaki/core'
import { describe, expect, it } from 'vitest'
import { testCloud } from '../cloud.ts'

const { alice, requests } = testCloud()
const object = alice.container('box').object('file')
const unset = process.env['KAMAKI_NO_SUCH_VARIABLE'] as never

async function rejection(work: () => unknown): Promise<InvalidArgumentError> {
  requests.length = 0
  try {
    await work()
  } catch (error) {
    if (!InvalidArgumentError.isInstance(error)) throw error
    expect(requests).toEqual([])
    return error
  }
  throw new Error('nothing is rejected')
}

describe('a mistake is reported with the name of the parameter, and nothing is sent:', () => {
  it.each([
    ['container', () => alice.container(unset), /^container must be .*; got undefined$/],
    ['object', () => alice.container('box').object(7 as never), /^object must be .*; got 7$/],
    ['account', () => alice.account(5 as never), /^account must be .*; got 5$/],
  ])('a name that is not a string, of the %s', async (parameter, work, message) => {
    const error = await rejection(work)
    expect(error.parameter).toBe(parameter)
    expect(error.message).toMatch(message)
  })

  it('metadata that is not a string; an unset one deletes nothing', async () => {
    for (const value of [1, undefined, ['a']]) {
      const error = await rejection(() => object.metadata.update({ mood: value as never }))
      expect(error.message).toContain('metadata.mood must be a string; got')
    }
  })

  it('a filter of a list that is none, without which it would be a list of everything', async () => {
    for (const filter of ['colour', 5, {}, Promise.resolve()])
      expect((await rejection(() => alice.container('box').objects.list({ meta: filter as never }))).parameter).toBe(
        'meta',
      )
  })

  it('headers that are not an object', async () => {
    for (const headers of [5, 'x: y', Promise.resolve(), new Headers()])
      expect((await rejection(() => object.info({ headers: headers as never }))).parameter).toBe('headers')
  })

  it('a content type that is not a string', async () => {
    for (const contentType of [Symbol('a'), 5, {}, ['a/b']] as never[]) {
      expect((await rejection(() => object.put('x', { contentType }))).parameter).toBe('contentType')
      expect((await rejection(() => object.upload('x', { contentType }))).parameter).toBe('contentType')
      expect((await rejection(() => object.postForm(new Uint8Array(1), { contentType }))).parameter).toBe('contentType')
    }
  })

  it('bytes whose memory was transferred', async () => {
    const gone = new Uint8Array(5)
    structuredClone(gone, { transfer: [gone.buffer] })
    expect((await rejection(() => object.put(gone))).parameter).toBe('body')
    expect((await rejection(() => object.write(0, gone))).parameter).toBe('bytes')
    expect((await rejection(() => alice.container('box').uploadBlocks(gone))).parameter).toBe('blocks')
  })

  it('a sink that cannot be written', async () => {
    for (const sink of [null, 5, {}, Promise.resolve()])
      expect((await rejection(() => object.download().to(sink as never))).parameter).toMatch(/^sink/)
  })

  it('an offset that is not a number', async () => {
    for (const offset of [null, '3', 5n, Symbol('x')])
      expect((await rejection(() => object.overwrite(offset as never, 'x'))).parameter).toBe('offset')
  })

  it('one principal in place of an array', async () => {
    const error = await rejection(() => object.share({ read: 'somebody' as never, write: [] }))
    expect(error.message).toMatch(/^read must be .*; got "somebody"$/)
  })
})

describe('what does not exist is named, with what to do:', () => {
  const box = alice.container('box')
  const missing = alice.container('photos')

  it.each<[string, () => PromiseLike<unknown>, RegExp]>([
    [
      'a container',
      () => missing.info(),
      /^Container 'photos' does not exist \(HEAD http.*\/photos\)\. Create it with container\.create\(\)$/,
    ],
    ['the container of a list', () => missing.objects.list(), /Create it with container\.create\(\)$/],
    ['the container of a write', () => missing.object('a').put('x'), /Create it with container\.create\(\)$/],
    [
      'the container of an upload',
      () => missing.object('a').upload(new Uint8Array(9), { singleRequestBytes: 1 }),
      /^Container 'photos' does not exist .* Create it with container\.create\(\)$/,
    ],
    [
      'an object',
      () => box.object('cat').info(),
      /^Object 'cat' in container 'box' does not exist \(HEAD .*\)\. See what there is with container\.objects\.list\(\)$/,
    ],
    ['the object of a read', () => box.object('cat').get(), /Object does not exist.* container\.objects\.list\(\)$/],
    [
      'a version',
      () => box.object('dog').info({ version: 12345 }),
      /^Version 12345 of object 'dog' in container 'box' does not/,
    ],
  ])('%s', async (_what, work, message) => {
    await box.create()
    await box.object('dog').put('woof')
    await expect(work()).rejects.toThrow(message)
  })
})

it('a lone surrogate is rejected wherever a string is sent', async () => {
  const odd = 'a\ud800'
  const box = alice.container('box')
  const works: (() => PromiseLike<unknown>)[] = [
    () => box.objects.list({ prefix: odd }),
    () => box.objects.list({ marker: odd }),
    () => box.objects.list({ delimiter: odd }),
    () => box.objects.list({ path: odd }),
    () => box.objects.list({ meta: { expression: odd } }),
    () => alice.containers.list({ marker: odd }),
    () => box.reassign(odd),
    () => box.update({ project: odd }),
    () => box.metadata.set(odd, 'x'),
    () => box.metadata.set('x', odd),
    () => alice.account().metadata.set('x', odd),
    () => alice.account().update({ groups: { [odd]: [] } }),
    () => object.put('x', { contentDisposition: odd }),
    () => object.put('x', { contentEncoding: odd }),
    () => object.put('x', { md5: odd }),
    () => object.put('x', { ifMatch: odd }),
    () => object.putManifest({ container: odd, prefix: 'a' }),
    () => object.putManifest({ container: 'a', prefix: odd }),
    () => object.copyFrom({ container: 'box', name: odd }),
    () => object.copyFrom({ container: odd, name: 'a' }),
    () => object.copyFrom({ container: 'box', name: 'a', account: odd }),
    () => object.copyTo({ container: 'box', name: odd }),
    () => object.moveTo({ container: odd, name: 'a' }),
    () => object.deleteTree({ delimiter: odd }),
    () => object.postForm(new Uint8Array(1), { contentType: odd }),
    () => object.view.info(odd),
    async () => alice.account(odd),
    async () => box.object(odd),
    async () => alice.container(odd),
  ]
  for (const [index, work] of works.entries()) {
    const error = await rejection(work)
    expect(error, String(index)).toBeInstanceOf(InvalidArgumentError)
  }
})
