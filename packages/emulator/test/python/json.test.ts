import fc from 'fast-check'
import { expect, test } from 'vitest'
import { JsonError, parseJson, pythonJson } from '../../src/python/json.ts'

/** Exact integers as JSON.parse rounds them. */
function rounded(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_key, member) => (typeof member === 'bigint' ? Number(member) : member)))
}

/** Without the sign of zero, which no JSON of ours keeps. */
const plain = (text: string): unknown => rounded(JSON.parse(text))

test('reads what JSON.parse reads', () => {
  fc.assert(
    fc.property(fc.json({ noUnicodeString: false }), (text) => {
      expect(rounded(parseJson(text))).toEqual(plain(text))
    }),
    { numRuns: 500 },
  )
})

test('takes the slow way as well as the quick one, with the same result', () => {
  fc.assert(
    fc.property(fc.json({ noUnicodeString: false }), (text) => {
      // A number beyond 2^53 sends the whole body through the exact reader.
      const [exact, marker] = parseJson(`[${text}, 9223372036854775807]`) as [unknown, unknown]
      expect(rounded(exact)).toEqual(plain(text))
      expect(marker).toBe(9223372036854775807n)
    }),
    { numRuns: 500 },
  )
})

test.each([
  '{"a":1,}',
  '[1 2]',
  '{"a" 1}',
  '["\u0001"]',
  '[9223372036854775807',
  '{9223372036854775807:1}',
  '[01, 9223372036854775807]',
  '',
])('rejects %s', (text) => {
  expect(() => parseJson(text)).toThrow(JsonError)
})

test('takes NaN and Infinity, as Python does', () => {
  expect(parseJson('[NaN, Infinity, -Infinity]')).toEqual([
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ])
})

test('a key named __proto__ is a key', () => {
  const value = parseJson('{"__proto__": {"polluted": 9223372036854775807}}')
  expect(Object.keys(value as object)).toEqual(['__proto__'])
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
})

test('nesting without end is rejected, not a crash', () => {
  expect(() => parseJson(`${'['.repeat(100_000)}NaN`)).toThrow(JsonError)
})

test('is written as Python writes it', () => {
  expect(pythonJson({ a: [1, 'ü', null], b: true, big: 9223372036854775807n, none: undefined })).toBe(
    '{"a": [1, "\\u00fc", null], "b": true, "big": 9223372036854775807}',
  )
  expect(pythonJson(Number.POSITIVE_INFINITY)).toBe('9223372036854775807')
})

test('what is written is read back', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(rounded(parseJson(pythonJson(value)))).toEqual(rounded(value))
    }),
  )
})
