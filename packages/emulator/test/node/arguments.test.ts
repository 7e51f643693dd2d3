import { expect, test } from 'vitest'
import { readArguments } from '../../src/node/arguments.ts'

const WRONG = ['1.5', '-1', '1e30', 'NaN', 'x', '8080x', ' ', 'Infinity', '-0.5']

test.each([
  ['--port', [], 'a whole number from 0 to 65535'],
  ['--users', [], 'a whole number from 0 to 100000'],
  ['--latency', [], 'a whole number from 0 to 3155760000000'],
  ['--transition', [], 'a whole number from 0 to 3155760000000'],
  ['--seed', [], 'a whole number from 0 to 9007199254740991'],
  ['--workers', ['--cost', 'real'], 'a whole number from 1 to 1000'],
  ['--link', [], 'bits per second from 1 and milliseconds up to 3155760000000, such as 1e9,10'],
])('%s with a wrong number says what it takes', (option, others, takes) => {
  for (const value of option === '--link' ? WRONG.flatMap((wrong) => [`${wrong},1`, `1,${wrong}`]) : WRONG) {
    // A fraction of a millisecond or of a bit, and a line that is quick beyond measure, are taken.
    if (['1,1.5', '1.5,1', '1e30,1'].includes(value)) continue
    for (const args of [
      [...others, option, value],
      [...others, `${option}=${value}`],
    ])
      expect(() => readArguments(args)).toThrow(`${option} takes ${takes}, not "${value}"`)
  }
})

test('numbers that are right are taken in any notation', () => {
  expect(readArguments(['--port', '0', '--users', '1e3', '--link', '1e9,0.5'])).toMatchObject({
    port: 0,
    users: 1000,
    link: { bitsPerSecond: 1e9, latencyMs: 0.5 },
  })
})
