import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pythonInt } from '../../src/python/int.ts'
import { parseJson } from '../../src/python/json.ts'
import { pythonBytesRepr, pythonRepr, pythonText } from '../../src/python/repr.ts'
import { floatText, isShortInteger, pythonTruth } from '../../src/python/values.ts'

const json = (text: string): unknown => parseJson(text)

test.each([
  ['1.0', '1.0', '1.0'],
  ['1e3', '1000.0', '1000.0'],
  ['0.1', '0.1', '0.1'],
  ['1e30', '1e+30', '1e+30'],
  ['1e16', '1e+16', '1e+16'],
  ['1e15', '1000000000000000.0', '1e+15'],
  ['123456789012.5', '123456789012.5', '1.23456789012e+11'],
  ['12345678901.26', '12345678901.26', '12345678901.3'],
  ['1e10', '10000000000.0', '10000000000.0'],
  ['1e11', '100000000000.0', '1e+11'],
  ['0.30000000000000004', '0.30000000000000004', '0.3'],
  ['0.0001', '0.0001', '0.0001'],
  ['0.00001', '1e-05', '1e-05'],
  ['-0.0', '-0.0', '-0.0'],
  ['100000000000000000000', '100000000000000000000L', '100000000000000000000'],
  ['12345678901234567', '12345678901234567', '12345678901234567'],
  ['true', 'True', 'True'],
  ['null', 'None', 'None'],
  ['{"a": [1.0, "α"]}', "{u'a': [1.0, u'\\u03b1']}", "{u'a': [1.0, u'\\u03b1']}"],
  ['"it\'s \\ud83d\\ude00"', 'u"it\'s \\U0001f600"', "it's \u{1f600}"],
])('%s is %s to repr and %s to unicode', (text, repr, plain) => {
  expect(pythonRepr(json(text))).toBe(repr)
  expect(pythonText(json(text))).toBe(plain)
})

test('the repr of a float is read back as the same number', () => {
  fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => Number(floatText(x, 'repr')) === x))
})

test('bytes are shown as Python 2 shows a str', () => {
  expect(pythonBytesRepr("a\rα'\n")).toBe('"a\\r\\xce\\xb1\'\\n"')
})

test('what is empty or zero is false', () => {
  expect(['0', '0.0', '""', '[]', '{}', 'null', 'false'].map(json).map(pythonTruth)).toEqual(Array(7).fill(false))
  expect(['1', '0.5', '"0"', '[0]', '{"a": 0}', 'true'].map(json).map(pythonTruth)).toEqual(Array(6).fill(true))
})

test('int() takes the digits of every script, and keeps what a double would round', () => {
  expect(['٣', '２', '१२', '\u{1d7d9}', '\u00a05\u2003', '+٤', '99999999999999999999'].map(pythonInt)).toEqual([
    3,
    2,
    12,
    1,
    5,
    4,
    99999999999999999999n,
  ])
  expect(['²', '1_0', '5 5', '\ufeff5', 'α'].map(pythonInt)).toEqual(Array(5).fill(undefined))
})

test('an int has 64 bits: floats and longs are of other kinds', () => {
  expect(['1', 'true', '9223372036854775807', '-9223372036854775808'].map(json).map(isShortInteger)).toEqual(
    Array(4).fill(true),
  )
  expect(['1.0', '1.5', '9223372036854775808', '"1"', '[]', 'null'].map(json).map(isShortInteger)).toEqual(
    Array(6).fill(false),
  )
})
