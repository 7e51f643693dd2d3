import { expect, test } from 'vitest'
import { pythonInt } from '../../src/python/int.ts'

test('Whole numbers are taken from numbers, strings and booleans, as int() does', () => {
  expect([5, 5.9, -5.9, '5', ' 5\n', '+5', true, false, 5n].map(pythonInt)).toEqual([5, 5, -5, 5, 5, 5, 1, 0, 5])
  expect([null, undefined, '', '5x', '0x5', '5.0', [], {}, Number.NaN].map(pythonInt)).toEqual(Array(9).fill(undefined))
})
