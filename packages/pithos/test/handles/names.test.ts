import { InvalidArgumentError } from '@kamaki/core'
import { atScale } from '@kamaki-tooling/testing'
import fc from 'fast-check'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testCloud } from '../cloud.ts'

const cloud = testCloud()
const box = () => cloud.alice.container('box')
beforeEach(async () => {
  await cloud.clean()
  await box().create()
})

const odd = [
  '.',
  '..',
  '../..',
  'a/../b',
  './a',
  'a/.',
  'a/..',
  '/',
  '//',
  '/a',
  'a/',
  'a//b',
  '...',
  '.a/..b',
  '%',
  '%41',
  '%2F',
  '%2e%2e',
  '%%',
  'a?b#c&d=e',
  'a b+c',
  ' ',
  ' a ',
  'x.json',
  'x.xml',
  '.json',
  'ά/é/日本/😀',
  '\\',
  'a\\..\\b',
  '\t',
  '"\'<>`{}|^~[]@!$*();:,',
  'C:\\x',
  'ﬃ',
  'e\u0301',
  '\u{10FFFF}',
  '\uFEFF',
]

describe('names', () => {
  it.each(odd)('%j is stored, listed and found as it is', async (name) => {
    const object = box().object(name)
    await object.put('content', { metadata: { a: 'b' } })
    expect((await box().objects.list()).map((entry) => entry.name)).toEqual([name])
    expect(await object.download().text()).toBe('content')
    await object.metadata.update({ c: 'd' })
    await box().object('copy').copyFrom(object)
    await object.moveTo(box().object('moved'))
    await box().object('moved').moveTo(object)
    expect(await object.info()).toMatchObject({ metadata: { a: 'b', c: 'd' } })
    await box().object('whole').putManifest({ container: 'box', prefix: name }, {})
    await object.delete()
    expect((await box().objects.list()).map((entry) => entry.name)).toEqual(['copy', 'whole'])
  })

  it('that the server cannot store are rejected', () => {
    for (const name of ['', 'a\nb', 'a\0b', '\ud800', 'x'.repeat(1025)]) {
      expect(() => box().object(name).path, JSON.stringify(name)).toThrow(InvalidArgumentError)
    }
    for (const name of ['', '/', 'a/b', 'a\nb', 'x'.repeat(257), '\udfff']) {
      expect(() => cloud.alice.container(name).path, JSON.stringify(name)).toThrow(InvalidArgumentError)
    }
    expect(box().object('😀'.repeat(1024)).path.length).toBeGreaterThan(1024)
  })

  it.each(['.', '..', '/x', 'c.json', 'α β', '%41', '~'])(
    'the container %j works, with objects in it',
    async (name) => {
      const container = cloud.alice.container(name)
      expect(await container.create()).toEqual({ created: true })
      expect((await container.info()).objectCount).toBe(0)
      await container.object('..').put('x')
      expect(await container.object('..').download().text()).toBe('x')
      expect((await container.objects.list()).map((entry) => entry.name)).toEqual(['..'])
      // The server does not list a container whose name begins with a slash.
      if (name !== '/x') expect((await cloud.alice.containers.list()).map((entry) => entry.name)).toContain(name)
      await container.empty()
      await container.delete()
    },
  )
})

const text = (maxLength: number) =>
  fc.string({ unit: 'grapheme', minLength: 1, maxLength }).filter((each) => !/[\n\0~]/.test(each))

describe('any unicode', () => {
  beforeAll(() => undefined)

  it('survives as name of an object', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(text(8), fc.constantFrom('.', '..', '', '%2F', '/')), { minLength: 1, maxLength: 4 }),
        async (parts) => {
          const name = parts.join('/')
          if (name === '') return
          const object = box().object(name)
          await object.put('x')
          expect((await box().objects.list()).map((entry) => entry.name)).toEqual([name])
          await object.delete()
        },
      ),
      { numRuns: atScale(500, 1_500) },
    )
  }, 60_000)

  it('survives as value of metadata, and as name but for case and underscores', async () => {
    const object = box().object('file')
    // Letters whose upper case is another number of letters come back as others: the server, not we, changes them.
    const key = fc
      .string({ unit: fc.constantFrom(...'abzAZ09-.!\'*+|μήλοж日 ()%"=;:,@'), minLength: 1, maxLength: 12 })
      .filter((each) => !/^[-\s]|[-\s]$|--/.test(each))
    await fc.assert(
      fc.asyncProperty(key, text(40), async (name, value) => {
        const kept = value.trim()
        if (kept === '' || /[\r\v\f\u0085\u2028]/.test(value)) return
        await object.put('x', { metadata: { [name]: kept } })
        expect((await object.info()).metadata).toEqual({ [name.toLowerCase()]: kept })
      }),
      { numRuns: atScale(500, 1_500) },
    )
  }, 60_000)
})
