import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  JsonEncodingError,
  JsonError,
  jsonFault,
  parseJson,
  pythonJson,
  RecursionError,
} from '../../src/python/json.ts'
import { PythonFloat } from '../../src/python/values.ts'

/** Exact integers as JSON.parse rounds them, and floats as plain numbers. */
function rounded(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, member) =>
      typeof member === 'bigint' ? Number(member) : member instanceof PythonFloat ? member.value : member,
    ),
  )
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

test('a float without a fraction is told from an integer', () => {
  const values = parseJson('[1, 1.0, 1e3, 1.5, 1e30, -0.0, 12345678901234567]') as unknown[]
  expect(values.map((value) => value instanceof PythonFloat)).toEqual([false, true, true, false, true, true, false])
  expect(pythonJson(values)).toBe('[1, 1.0, 1000.0, 1.5, 1e+30, -0.0, 12345678901234567]')
  expect(parseJson('{"a": "x,1.0 e5"}')).toEqual({ a: 'x,1.0 e5' })
})

test('bytes that are not UTF-8 are another fault inside a string than outside', () => {
  const fault = (...bytes: number[]) => jsonFault(Uint8Array.of(...bytes))
  expect(fault(0x22, 0xff, 0x22)).toBeInstanceOf(JsonEncodingError)
  expect(fault(0xff)).not.toBeInstanceOf(JsonEncodingError)
})

test('a key named __proto__ is a key', () => {
  const value = parseJson('{"__proto__": {"polluted": 9223372036854775807}}')
  expect(Object.keys(value as object)).toEqual(['__proto__'])
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
})

test('nesting without end is rejected, not a crash', () => {
  expect(() => parseJson(`${'['.repeat(100_000)}NaN`)).toThrow(RecursionError)
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
