import { InvalidArgumentError } from '@kamaki/core'
import {
  formatValue,
  parseIpv4,
  rejectArgument,
  requireArray,
  requireBoolean,
  requireDate,
  requireId,
  requireIpv4,
  requireMilliseconds,
  requireNonNegativeInteger,
  requireObject,
  requireOneOf,
  requirePositiveInteger,
  requireString,
  requireStringValues,
} from '@kamaki/core/toolkit'
import { describe, expect, it } from 'vitest'

describe('argument checks', () => {
  it('return a valid value', () => {
    expect(requireString('a', 'name')).toBe('a')
    expect(requireString('', 'name', { allowEmpty: true })).toBe('')
    expect(requireString('𝒳𝒴', 'name', { maxLength: 2 })).toBe('𝒳𝒴')
    expect(requireBoolean(false, 'shared')).toBe(false)
    expect(requireIpv4('192.0.2.10', 'ip')).toBe('192.0.2.10')
    expect(parseIpv4('192.0.2.10')).toBe(0xc000020a)
    expect(parseIpv4('192.0.2')).toBeUndefined()
    expect(requireStringValues({ a: '' }, 'metadata')).toEqual({ a: '' })
    expect(requireArray(['a'], 'tags')).toEqual(['a'])
    expect(requireNonNegativeInteger(0, 'size')).toBe(0)
    expect(requirePositiveInteger(1, 'size')).toBe(1)
    expect(requireMilliseconds(0.5, 'timeoutMs')).toBe(0.5)
    expect(requireOneOf('b', ['a', 'b'], 'mode')).toBe('b')
    expect(requireId(7, 'id')).toBe(7)
    expect(requireId('x', 'id')).toBe('x')
    expect(requireDate(new Date(0), 'until')).toEqual(new Date(0))
  })

  it.each([
    [() => requireString('', 'name'), 'name must be a non-empty string; got ""'],
    [() => requireString(undefined as never, 'name'), 'name must be a non-empty string; got undefined'],
    [() => requireString([] as never, 'name', { allowEmpty: true }), 'name must be a string; got an array'],
    [() => requireString('𝒳y', 'name', { maxLength: 1 }), 'name must be at most 1 characters long; it has 2'],
    [() => requireNonNegativeInteger(-1, 'size'), 'size must be a non-negative integer; got -1'],
    [() => requireNonNegativeInteger(1.5, 'size'), 'size must be a non-negative integer; got 1.5'],
    [() => requirePositiveInteger(0, 'size'), 'size must be a positive integer; got 0'],
    [
      () => requireMilliseconds(Number.NaN, 'timeoutMs'),
      'timeoutMs must be a non-negative number of milliseconds; got NaN',
    ],
    [() => requireBoolean('no' as never, 'shared'), 'shared must be true or false; got "no"'],
    [() => requireOneOf('c', ['a', 'b'], 'mode'), "mode must be one of 'a', 'b'; got \"c\""],
    [() => requireId(' ', 'id'), 'id must be a non-empty string or a non-negative integer; got " "'],
    [() => requireId(-1, 'id'), 'id must be a non-empty string or a non-negative integer; got -1'],
    [() => requireId({} as never, 'id'), 'id must be a non-empty string or a non-negative integer; got an object'],
    [() => requireDate(new Date(Number.NaN), 'until'), 'until must be a valid Date; got an invalid Date'],
    [() => requireIpv4('192.0.2.256', 'ip'), 'ip must be an IPv4 address; got "192.0.2.256"'],
    [() => requireIpv4('192.0.2.01', 'ip'), 'ip must be an IPv4 address; got "192.0.2.01"'],
    [
      () => requireStringValues(['a'] as never, 'metadata'),
      'metadata must be an object with string values; got an array',
    ],
    [() => requireStringValues({ '': 'a' }, 'metadata'), 'metadata must not have an empty key'],
    [() => requireStringValues({ a: 1 } as never, 'metadata'), 'metadata.a must be a string; got 1'],
    [() => requireArray('a' as never, 'tags'), 'tags must be an array; got "a"'],
    [
      () => rejectArgument('size', `must be small; got ${formatValue('x'.repeat(61))}`),
      `size must be small; got "${'x'.repeat(60)}…"`,
    ],
  ])('say what is wrong with an invalid one: %#', (check, message) => {
    expect(check).toThrow(InvalidArgumentError)
    expect(check).toThrow(message)
  })
})

it.each([undefined, null, 7, 'x', [], Promise.resolve({})])('rejects %s for an object', (value) => {
  expect(() => requireObject(value as object, 'server')).toThrow(/^server must be an object; got /)
})

it('names a missing await', () => {
  expect(() => requireObject(Promise.resolve({}), 'server')).toThrow('got a Promise. Is an await missing?')
})
