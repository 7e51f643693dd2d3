import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ListingRules, listPage } from '../../src/pithos/listing.ts'
import { NameMap } from '../../src/pithos/name-map.ts'
import { compareCodePoints } from '../../src/python/code-points.ts'

const all = ['a', 'a-c', 'a/', 'a/1', 'a/b/2', 'ab', 'b/1', 'b0', 'c'].sort(compareCodePoints)
const list = (rules: Partial<ListingRules> = {}, names: readonly string[] = all) => {
  const map = new NameMap<{ readonly name: string }>()
  for (const name of names) map.set({ name })
  const full = { prefix: '', limit: 10_000, virtual: true, ...rules }
  const page = listPage(
    (name, after) => map.from(name, after),
    full,
    () => true,
  )
  return page.map((entry) => ('name' in entry ? entry.name : `[${entry.subdir}]`))
}

describe('a page of a listing', () => {
  test('holds everything in order', () => expect(list()).toEqual(all))

  test('rolls names up to the delimiter; an object of the same name stays beside it', () => {
    expect(list({ delimiter: '/', prefix: 'a' }).slice(0, 4)).toEqual(['a', 'a-c', 'a/', '[a/]'])
    expect(list({ delimiter: '/b' })).toContain('[a/b]')
  })

  test('loses an object whose name is the next string after a directory, as the server does', () => {
    expect(list({ delimiter: '/' })).toEqual(['a', 'a-c', 'a/', '[a/]', 'ab', '[b/]', 'c'])
  })

  test('passes over directories when they are not wanted', () => {
    expect(list({ delimiter: '/', virtual: false })).toEqual(['a', 'a-c', 'a/', 'ab', 'c'])
  })

  test('begins after the marker; one that is a directory brings the directory again', () => {
    expect(list({ marker: 'ab' })).toEqual(['b/1', 'b0', 'c'])
    expect(list({ marker: 'a/', delimiter: '/' })[0]).toBe('[a/]')
    expect(list({ marker: 'Z', prefix: 'b' })).toEqual(['b/1', 'b0'])
    expect(list({ marker: 'c' })).toEqual([])
  })

  test('ends at the limit, directories included', () => {
    expect(list({ delimiter: '/', limit: 3 })).toEqual(['a', 'a-c', 'a/'])
    expect(list({ delimiter: '/', limit: 4 })).toEqual(['a', 'a-c', 'a/', '[a/]'])
  })
})

test('pages joined by their markers are the whole listing', () => {
  const names = fc.uniqueArray(
    fc.string({ minLength: 1, maxLength: 6, unit: fc.constantFrom('a', 'b', '/', 'α', '\u{1F427}') }),
  )
  fc.assert(
    fc.property(names, fc.integer({ min: 1, max: 4 }), fc.constantFrom('', 'a', 'a/'), (some, limit, prefix) => {
      const sorted = some.sort(compareCodePoints)
      const pages: string[] = []
      for (let marker: string | undefined; ; ) {
        const page = list({ prefix, limit, ...(marker !== undefined && { marker }) }, sorted)
        pages.push(...page)
        if (page.length < limit) break
        marker = page.at(-1)!
      }
      expect(pages).toEqual(sorted.filter((name) => name.startsWith(prefix)))
    }),
  )
})
