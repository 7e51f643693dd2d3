import { InvalidArgumentError, type Query } from '@kamaki/core'
import { isoDate } from '@kamaki/core/toolkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeQuery } from '../../src/http/query.ts'

describe('a query', () => {
  it('has flags without a value, omits undefined, and has dates with an offset', () => {
    const query: Query = {
      hashmap: null,
      none: undefined,
      empty: '',
      n: 1,
      big: 2n ** 64n,
      yes: true,
      since: new Date(0),
    }
    expect(encodeQuery(query)).toBe(
      'hashmap&empty=&n=1&big=18446744073709551616&yes=true&since=1970-01-01T00%3A00%3A00.000%2B00%3A00',
    )
  })

  it('survives a round trip, whatever it contains', () => {
    const string = fc.string({ unit: 'grapheme' })
    const key = string.filter((value) => value.toLowerCase() !== 'x-auth-token')
    fc.assert(
      fc.property(fc.dictionary(key, string), (query) => {
        expect(Object.fromEntries(new URLSearchParams(encodeQuery(query)))).toEqual({ ...query })
      }),
    )
  })

  it('never contains a token', () => {
    expect(() => encodeQuery({ 'x-AUTH-token': 'secret' })).toThrow(InvalidArgumentError)
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, new Date(Number.NaN)])('rejects %s', (value) => {
    expect(() => encodeQuery({ value })).toThrow(InvalidArgumentError)
  })

  it('rejects values that are objects, such as a promise without its await', () => {
    for (const wrong of [Promise.resolve('x'), {}, ['x'], () => 'x', Symbol('x')])
      expect(() => encodeQuery({ prefix: wrong as never })).toThrow(/^prefix must be a string, .*; got /)
  })

  it('has dates that denote the same time', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-01-01') }), (date) => {
        expect(new Date(isoDate(date)).getTime()).toBe(date.getTime())
        expect(isoDate(date)).toMatch(/\+00:00$/)
      }),
    )
  })
})
