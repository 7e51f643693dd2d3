import { expect, test } from 'vitest'
import { Random } from '../../src/base/random.ts'
import { isStrong, newPassword } from '../../src/compute/passwords.ts'

test('Passwords that the server makes are such as it would take', () => {
  const random = new Random(7)
  for (let i = 0; i < 200; i++) expect(isStrong(newPassword(random))).toBe(true)
  expect(['weak', 'alllowercase1', 'ALLUPPERCASE1', 'NoDigitsAtAll', 'Short1a'].some(isStrong)).toBe(false)
})
