import { expect, test } from 'vitest'
import { Random } from '../../src/base/random.ts'
import { isStrong, newPassword } from '../../src/compute/passwords.ts'
import { pythonBase64 } from '../../src/python/base64.ts'
import { pythonInt } from '../../src/python/int.ts'

test('Base64 is decoded as Python 2 does it: other characters are skipped, padding is needed, what follows it is not read', () => {
  const decoded = (text: string) => {
    const bytes = pythonBase64(text)
    return bytes && new TextDecoder().decode(bytes)
  }
  expect(decoded('aGVsbG8=')).toBe('hello')
  expect(decoded('aG Vs\nbG8=')).toBe('hello')
  expect(decoded('aGVs%%%bG8=')).toBe('hello')
  expect(decoded('aGVsbG8= me@host')).toBe('hello')
  expect(decoded('aGk=')).toBe('hi')
  expect(decoded('aA==')).toBe('h')
  expect(decoded('')).toBe('')
  expect(decoded('aGVsbG8')).toBeUndefined()
  expect(decoded('aA=x')).toBeUndefined()
  expect(decoded('κλειδί')).toBeUndefined()
})

test('Whole numbers are taken from numbers, text and booleans, as int() does', () => {
  expect([5, 5.9, -5.9, '5', ' 5\n', '+5', true, false, 5n].map(pythonInt)).toEqual([5, 5, -5, 5, 5, 5, 1, 0, 5])
  expect([null, undefined, '', '5x', '0x5', '5.0', [], {}, Number.NaN].map(pythonInt)).toEqual(Array(9).fill(undefined))
})

test('Passwords that the server makes are such as it would take', () => {
  const random = new Random(7)
  for (let i = 0; i < 200; i++) expect(isStrong(newPassword(random))).toBe(true)
  expect(['weak', 'alllowercase1', 'ALLUPPERCASE1', 'NoDigitsAtAll', 'Short1a'].some(isStrong)).toBe(false)
})
