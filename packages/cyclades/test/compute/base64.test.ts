import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toBase64 } from '../../src/compute/base64.ts'

it.each([
  ['', ''],
  ['a', 'YQ=='],
  ['hi', 'aGk='],
  ['#!/bin/sh\necho hi', 'IyEvYmluL3NoCmVjaG8gaGk='],
  ['# σχόλιο', 'IyDPg8+Hz4zOu865zr8='],
])('encodes %j', (text, encoded) => {
  expect(toBase64(text)).toBe(encoded)
})

it('encodes bytes as they are, also more than fit in one call, and never breaks lines', () => {
  const bytes = Uint8Array.from({ length: 100_001 }, (_, index) => index % 256)
  expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
  expect(toBase64(bytes.buffer)).toBe(Buffer.from(bytes).toString('base64'))
})

it('looks at the given part of a buffer only', () => {
  const whole = new Uint8Array([1, 2, 3, 4, 5])
  expect(toBase64(whole.subarray(1, 3))).toBe(Buffer.from([2, 3]).toString('base64'))
})

it('is what Node returns for any string', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(toBase64(text)).toBe(Buffer.from(text).toString('base64'))
    }),
  )
})
