import { InvalidArgumentError } from '@kamaki/core'
import { CHANGES_SINCE_LIMIT_MS, changesSinceQuery, isoDate } from '@kamaki/core/toolkit'
import { expect, it } from 'vitest'

const ago = (ms: number): Date => new Date(Date.now() - ms)

it('asks for nothing without a moment', () => {
  expect(changesSinceQuery(undefined)).toEqual({})
})

it('sends a Date with an offset, and text as it is', () => {
  const date = ago(1_000)
  expect(changesSinceQuery(date, CHANGES_SINCE_LIMIT_MS)).toEqual({ 'changes-since': isoDate(date) })
  expect(changesSinceQuery('2014-01-01T02:00:00+02:00')).toEqual({ 'changes-since': '2014-01-01T02:00:00+02:00' })
})

it.each(['2014-01-01T00:00:00', '2014-01-01', '2014', 'yesterday', '', '12:00Z'])(
  'refuses %j, which has no offset',
  (text) => {
    expect(() => changesSinceQuery(text)).toThrow(/^changesSince must be a Date, or ISO 8601 with a UTC offset/)
  },
)

it.each([new Date(Number.NaN), '2014-99-01T00:00:00Z'])('refuses %s, which is no moment', (since) => {
  expect(() => changesSinceQuery(since)).toThrow('changesSince must be a moment in time')
})

it('refuses what lies more than an hour back, or in the future', () => {
  expect(() => changesSinceQuery(ago(CHANGES_SINCE_LIMIT_MS + 61_000), CHANGES_SINCE_LIMIT_MS)).toThrow(
    /at most 60 minutes ago.*make a full list instead/,
  )
  expect(() => changesSinceQuery(ago(-120_000), CHANGES_SINCE_LIMIT_MS)).toThrow('must not lie in the future')
  try {
    changesSinceQuery(ago(-120_000))
  } catch (error) {
    expect(InvalidArgumentError.isInstance(error) && error.parameter).toBe('changesSince')
  }
})

it('leaves it to the cloud where the clocks may differ', () => {
  for (const since of [ago(CHANGES_SINCE_LIMIT_MS + 5_000), ago(-5_000)]) {
    expect(changesSinceQuery(since, CHANGES_SINCE_LIMIT_MS)).toEqual({ 'changes-since': isoDate(since) })
  }
})
