import { expect, test } from 'vitest'
import { DIGITS } from '../../src/http/path-params.ts'

test('the digits of paths are the decimal digits of all scripts in the first plane', () => {
  const pattern = new RegExp(`^${DIGITS}$`)
  const digits = Array.from({ length: 0x1_0000 }, (_, code) => String.fromCharCode(code))
  expect(digits.filter((char) => pattern.test(char))).toEqual(digits.filter((char) => /^\p{Nd}$/u.test(char)))
})
