import { InvalidArgumentError } from '@kamaki/core'
import { CHANGES_SINCE_LIMIT_MS, changesSinceQuery, isoDate } from '@kamaki/core/toolkit'
import { expect, it } from 'vitest'

const ago = (ms: number): Date => new Date(Date.now() - ms)

it('is empty without a time', () => {
  expect(changesSinceQuery(undefined)).toEqual({})
})

it('sends a Date with an offset, and a string unchanged', () => {
  const date = ago(1_000)
  expect(changesSinceQuery(date, CHANGES_SINCE_LIMIT_MS)).toEqual({ 'changes-since': isoDate(date) })
  expect(changesSinceQuery('2014-01-01T02:00:00+02:00')).toEqual({ 'changes-since': '2014-01-01T02:00:00+02:00' })
})

it.each(['2014-01-01T00:00:00', '2014-01-01', '2014', 'yesterday', '', '12:00Z'])(
  'rejects %j, which has no offset',
  (since) => {
    expect(() => changesSinceQuery(since)).toThrow(/^changesSince must be a Date, or ISO 8601 with a UTC offset/)
  },
)

it.each([new Date(Number.NaN), '2014-99-01T00:00:00Z'])('rejects %s, which is not a valid date', (since) => {
  expect(() => changesSinceQuery(since)).toThrow('changesSince must be a valid date')
})

it('rejects a time more than an hour ago, or in the future', () => {
  expect(() => changesSinceQuery(ago(CHANGES_SINCE_LIMIT_MS + 61_000), CHANGES_SINCE_LIMIT_MS)).toThrow(
    /at most 60 minutes ago.*List everything instead/,
  )
  expect(() => changesSinceQuery(ago(-120_000), CHANGES_SINCE_LIMIT_MS)).toThrow('must not be in the future')
  try {
    changesSinceQuery(ago(-120_000))
  } catch (error) {
    expect(InvalidArgumentError.isInstance(error) && error.parameter).toBe('changesSince')
  }
})

it('leaves the decision to the cloud where the clocks may differ', () => {
  for (const since of [ago(CHANGES_SINCE_LIMIT_MS + 5_000), ago(-5_000)]) {
    expect(changesSinceQuery(since, CHANGES_SINCE_LIMIT_MS)).toEqual({ 'changes-since': isoDate(since) })
  }
})
