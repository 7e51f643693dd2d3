import fc from 'fast-check'
import { expect, test } from 'vitest'
import { merged, NameMap } from '../../src/pithos/name-map.ts'
import { compareCodePoints } from '../../src/python/code-points.ts'

const name = fc.string({
  maxLength: 3,
  // Below, among and above the surrogates of UTF-16.
  unit: fc.constantFrom('a', 'b', '/', '\u00e9', '\ud7ff', '\u{1F427}', '\u{10FFFF}', '\uE000', '\uFFFD'),
})

const sorted = (names: Iterable<string>) => [...names].sort(compareCodePoints)

test('a map of names does what a sorted list would', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.boolean(), name), { maxLength: 200 }),
      name,
      fc.boolean(),
      (steps, from, after) => {
        const map = new NameMap<{ name: string; at: number }>()
        const expected = new Map<string, number>()
        for (const [at, [add, one]] of steps.entries()) {
          if (add) {
            map.set({ name: one, at })
            expected.set(one, at)
          } else expect(map.delete(one)).toBe(expected.delete(one))
        }
        expect(map.size).toBe(expected.size)
        for (const [, one] of steps) expect(map.get(one)?.at).toBe(expected.get(one))
        const rest = sorted(expected.keys()).filter((one) => compareCodePoints(one, from) >= (after ? 1 : 0))
        expect([...map.from(from, after)].map((item) => item.name)).toEqual(rest)
        expect(map.first(from, after)?.name).toBe(rest[0])
      },
    ),
  )
})

test('a map of many names stays in order however they come and go', () => {
  const map = new NameMap<{ name: string }>()
  const names = Array.from({ length: 5000 }, (_, i) => `n${String((i * 7919) % 5000).padStart(4, '0')}`)
  for (const one of names) map.set({ name: one })
  expect([...map.values()].map((item) => item.name)).toEqual(sorted(names))
  for (const one of names.slice(0, 4000)) expect(map.delete(one)).toBe(true)
  expect([...map.values()].map((item) => item.name)).toEqual(sorted(names.slice(4000)))
  for (const one of sorted(names)) map.set({ name: one })
  expect(map.size).toBe(5000)
  expect(map.first('n4999')?.name).toBe('n4999')
  expect(map.first('n4999', true)).toBeUndefined()
})

test('two maps are walked through as one', () => {
  const [one, other] = [new NameMap<{ name: string }>(), new NameMap<{ name: string }>()]
  for (const each of ['b', 'd', '\u{1F427}']) one.set({ name: each })
  for (const each of ['a', 'c', '\uFFFD']) other.set({ name: each })
  expect([...merged(one, other)].map((item) => item.name)).toEqual(['a', 'b', 'c', 'd', '\uFFFD', '\u{1F427}'])
  expect([...merged(one, other, 'c', true)].map((item) => item.name)).toEqual(['d', '\uFFFD', '\u{1F427}'])
})
