import { InvalidArgumentError } from '@kamaki/core'
import { parseJson, stringifyJson } from '@kamaki/core/toolkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

describe('JSON', () => {
  it('is parsed with "unlimited" as Infinity and other large integers as bigints', () => {
    expect(parseJson('{"limit": 9223372036854775807, "usage": 9007199254740993, "n": 9007199254740991}')).toEqual({
      limit: Number.POSITIVE_INFINITY,
      usage: 9007199254740993n,
      n: 9007199254740991,
    })
    expect(parseJson('[-9223372036854775808, 18446744073709551616, 9223372036854775807]')).toEqual([
      -9223372036854775808n,
      18446744073709551616n,
      Number.POSITIVE_INFINITY,
    ])
    expect(parseJson('9223372036854775807')).toBe(Number.POSITIVE_INFINITY)
  })

  it('is parsed with digits in strings, fractions and exponents unchanged', () => {
    const json = String.raw`{"a": "9223372036854775807", "b\"9223372036854775807": 0.123456789012345680, "c": "\\", "d": 12345678901234567e3, "e": 9007199254740993}`
    expect(parseJson(json)).toEqual({
      a: '9223372036854775807',
      'b"9223372036854775807': 0.12345678901234568,
      c: '\\',
      d: 12345678901234567e3,
      e: 9007199254740993n,
    })
  })

  it('is parsed without mistaking strings for its own markers', () => {
    expect(parseJson('{"a": "#9223372036854775807", "b": "##1", "c": 9007199254740993}')).toEqual({
      a: '#9223372036854775807',
      b: '##1',
      c: 9007199254740993n,
    })
  })

  it('is written with Infinity as 2^63-1 and bigints as their digits', () => {
    expect(stringifyJson({ limit: Number.POSITIVE_INFINITY, big: 2n ** 70n, huge: 1e21, small: [1n], text: 'x' })).toBe(
      '{"limit":9223372036854775807,"big":1180591620717411303424,"huge":1000000000000000000000,"small":[1],"text":"x"}',
    )
  })

  it('is not written for values that JSON would silently turn into null', () => {
    for (const value of [Number.NaN, Number.NEGATIVE_INFINITY, { a: { b: Number.NaN } }, undefined, () => 1]) {
      expect(() => stringifyJson(value)).toThrow(InvalidArgumentError)
    }
  })

  it('survives a round trip, large integers included', () => {
    const big = fc.bigInt().filter((n) => (n > 2n ** 53n || n < -(2n ** 53n)) && n !== 2n ** 63n - 1n)
    const leaf = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      big,
      fc.maxSafeInteger(),
      fc.boolean(),
      fc.constant(null),
      fc.constant(Number.POSITIVE_INFINITY),
    )
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('tree')),
        fc.dictionary(
          fc.string().filter((key) => key !== '__proto__'),
          tie('tree'),
          { noNullPrototype: true },
        ),
      ),
    }))
    fc.assert(
      fc.property(tree, (value) => {
        expect(parseJson(stringifyJson(value))).toEqual(value)
      }),
    )
  })

  it('is otherwise parsed as by JSON.parse', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const rounded = JSON.stringify(parseJson(json), (_key, part) =>
          typeof part === 'bigint' ? Number(part) : part,
        )
        expect(JSON.parse(rounded)).toEqual(JSON.parse(json))
      }),
    )
  })

  it('is parsed with long strings beside large integers', () => {
    const long = '"\\'.repeat(200_000)
    expect(parseJson(`{"n": 9007199254740993, "text": ${JSON.stringify(long)}}`)).toEqual({
      n: 9007199254740993n,
      text: long,
    })
  })

  it('that is not valid is a SyntaxError', () => {
    for (const invalid of ['', '{', '{"a": 9007199254740993', '"9007199254740993'])
      expect(() => parseJson(invalid)).toThrow(SyntaxError)
  })
})
