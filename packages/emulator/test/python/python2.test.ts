import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { dictOrder } from '../../src/python/dict-order.ts'
import { pythonInt } from '../../src/python/int.ts'
import { parseJson } from '../../src/python/json.ts'
import { pythonRepr } from '../../src/python/repr.ts'
import { capitalize, lower, strip, upper } from '../../src/python/text.ts'
import { floatText } from '../../src/python/values.ts'

type Row = [given: string, ...wanted: (string | null)[]]

/** What Python 2.7.18 printed. */
const vectors = JSON.parse(readFileSync(new URL('../vectors/python2.json', import.meta.url), 'utf8')) as Record<
  'int' | 'float' | 'strip' | 'case' | 'repr',
  Row[]
>

function outcomes(kind: keyof typeof vectors, of: (given: string) => (string | null)[]): Row[] {
  return vectors[kind].map(([given]) => [given, ...of(given)])
}

test('int() is that of Python 2', () => {
  const text = (given: string) => pythonInt(given)?.toString() ?? null
  expect(outcomes('int', (given) => [text(given)])).toEqual(vectors.int)
})

test('repr() and str() of floats are those of Python 2', () => {
  const both = (given: string) => [floatText(Number(given), 'repr'), floatText(Number(given), 'str')]
  expect(outcomes('float', both)).toEqual(vectors.float)
})

test('white space, small and large letters are those of Python 2', () => {
  expect(outcomes('strip', (given) => [strip(given)])).toEqual(vectors.strip)
  expect(outcomes('case', (given) => [lower(given), upper(given), capitalize(given)])).toEqual(vectors.case)
})

test('dictionaries are shown in the order in which Python 2 goes through them', () => {
  expect(outcomes('repr', (given) => [pythonRepr(parseJson(given))])).toEqual(vectors.repr)
  expect(dictOrder(['foo'])).toEqual(['foo'])
})
