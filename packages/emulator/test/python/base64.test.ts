import { expect, test } from 'vitest'
import { pythonBase64 } from '../../src/python/base64.ts'

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
