import { InvalidArgumentError } from '@kamaki/core'
import { decodeHeaderValue, encodeHeaderValue } from '@kamaki/core/toolkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

describe('header values', () => {
  it.each([
    ['μπλε 100% + a=b;c', '%CE%BC%CF%80%CE%BB%CE%B5%20100%25%20%2B%20a%3Db%3Bc'],
    ['v w', 'v%20w'],
    ['uuid-a,uuid-b', 'uuid-a%2Cuuid-b'],
    ['a/b', 'a/b'],
    ['', ''],
  ])('are encoded: %j', (value, encoded) => {
    expect(encodeHeaderValue(value)).toBe(encoded)
    expect(decodeHeaderValue(encoded)).toBe(value)
  })

  it('survive a round trip through a Headers object, whatever the string', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        const headers = new Headers({ 'x-object-meta-a': encodeHeaderValue(value) })
        expect(decodeHeaderValue(headers.get('x-object-meta-a')!)).toBe(value)
      }),
    )
  })

  it('are decoded from raw UTF-8 bytes too, and unchanged if they are not valid UTF-8', () => {
    expect(decodeHeaderValue(Buffer.from('φ.txt', 'utf8').toString('latin1'))).toBe('φ.txt')
    expect(decodeHeaderValue('caf\u00e9')).toBe('caf\u00e9')
    expect(decodeHeaderValue('100%')).toBe('100%')
    expect(decodeHeaderValue('%zz%41')).toBe('%zzA')
    expect(decodeHeaderValue('%28%5B38%5D, 9L%29')).toBe('([38], 9L)')
    expect(decodeHeaderValue('%ff')).toBe('%ff')
    expect(decodeHeaderValue('image/svg%2Bxml')).toBe('image/svg+xml')
  })

  it('must not contain an unpaired surrogate', () => {
    expect(() => encodeHeaderValue('\udc00')).toThrow(InvalidArgumentError)
  })
})
