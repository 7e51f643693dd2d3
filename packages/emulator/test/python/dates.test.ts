import { expect, test } from 'vitest'
import { parseDateTime, parseHttpDate } from '../../src/python/dates.ts'
import { OverflowError, pythonInt } from '../../src/python/int.ts'

const AT = Date.UTC(2031, 4, 6, 7, 8, 9)

test.each([
  '2031-05-06T07:08:09+00:00',
  '2031-05-06 07:08:09Z',
  '2031-05-06T09:08:09 +0200',
  '2031-05-06T05:38:09-01:30',
  '20310506T070809Z',
  ' 2031-05-06T07:08:09UTC\n',
  'Tue, 06 May 2031 07:08:09 GMT',
])('%j is a date with an offset', (text) => {
  expect(parseDateTime(text)).toBe(AT)
})

test('seconds and microseconds may be left out or given', () => {
  expect(parseDateTime('2031-05-06T07:08Z')).toBe(AT - 9000)
  expect(parseDateTime('2031-05-06T07:08:09.25Z')).toBe(AT + 250)
})

test.each([
  '',
  'yesterday',
  '2031-05-06',
  '2031-05-06T07:08:09',
  '2031-02-29T07:08:09Z',
  '2031-13-06T07:08:09Z',
  '2031-05-06T24:08:09Z',
  '2031-05-06T07:08:60Z',
  '2031-05-06T07:08:09+24:00',
  '2031-05-06T07:08:09 00:00',
  '2147483647',
])('%j is not', (text) => {
  expect(parseDateTime(text)).toBeUndefined()
})

test('what no integer of the server holds is an OverflowError', () => {
  expect(() => parseDateTime('2147483648')).toThrow(OverflowError)
  expect(() => pythonInt(Number.POSITIVE_INFINITY)).toThrow(OverflowError)
  expect(pythonInt(Number.NaN)).toBeUndefined()
})

test('a date of a header may end in a line feed', () => {
  expect(parseHttpDate('Tue, 06 May 2031 07:08:09 GMT\n')).toBe(AT / 1000)
  expect(parseHttpDate('Tue, 06 May 2031 07:08:09 GMT\n\n')).toBeUndefined()
})
