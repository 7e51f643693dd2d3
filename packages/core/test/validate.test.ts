import {
  InvalidArgumentError,
  requireDate,
  requireId,
  requireMilliseconds,
  requireNonNegativeInteger,
  requireOneOf,
  requirePositiveInteger,
  requireText,
} from '@kamaki/core'
import { describe, expect, it } from 'vitest'

describe('checks of arguments', () => {
  it('hand a good value on', () => {
    expect(requireText('a', 'name')).toBe('a')
    expect(requireNonNegativeInteger(0, 'size')).toBe(0)
    expect(requirePositiveInteger(1, 'size')).toBe(1)
    expect(requireMilliseconds(0.5, 'timeoutMs')).toBe(0.5)
    expect(requireOneOf('b', ['a', 'b'], 'mode')).toBe('b')
    expect(requireId(7, 'id')).toBe(7)
    expect(requireId('x', 'id')).toBe('x')
    expect(requireDate(new Date(0), 'until')).toEqual(new Date(0))
  })

  it.each([
    [() => requireText('', 'name'), 'name must be a text that is not empty, not an empty text'],
    [() => requireText(undefined as never, 'name'), 'name must be a text that is not empty, not undefined'],
    [() => requireText([] as never, 'name'), 'name must be a text that is not empty, not an array'],
    [() => requireNonNegativeInteger(-1, 'size'), 'size must be an integer of 0 or more, not -1'],
    [() => requireNonNegativeInteger(1.5, 'size'), 'size must be an integer of 0 or more, not 1.5'],
    [() => requirePositiveInteger(0, 'size'), 'size must be an integer of 1 or more, not 0'],
    [
      () => requireMilliseconds(Number.NaN, 'timeoutMs'),
      'timeoutMs must be a number of milliseconds, 0 or more, not NaN',
    ],
    [() => requireOneOf('c' as 'a', ['a', 'b' as 'a'], 'mode'), "mode must be one of 'a', 'b', not \"c\""],
    [() => requireId('', 'id'), 'id must be an id, not an empty text'],
    [() => requireId({} as never, 'id'), 'id must be an id, not a value of type object'],
    [() => requireDate(new Date(Number.NaN), 'until'), 'until must be a valid Date, not a value of type object'],
  ])('say what is wrong: %#', (check, message) => {
    expect(check).toThrow(InvalidArgumentError)
    expect(check).toThrow(message)
  })
})
