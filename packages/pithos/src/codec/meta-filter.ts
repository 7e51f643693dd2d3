import { formatValue, rejectArgument, requireObject } from '@kamaki/core/toolkit'
import type { MetaFilter } from '../model/object-options.ts'

/** How a value is compared: as a string, by the database. */
export type MetaOperator = '=' | '!=' | '<=' | '>=' | '<' | '>'

function checkKey(key: string): string {
  // The server drops a term that does not parse without a word, which widens the result.
  if (key === '' || /[\s,=<>!~]/.test(key))
    rejectArgument('key', `must be without white space, comma, =, <, >, ! and ~; got ${formatValue(key)}`)
  return key
}

function checkValue(value: string): string {
  if (value === '' || /[\s,]|^[=<>]/.test(value)) {
    const problem = 'must be a non-empty string without white space and comma that does not begin with an operator'
    rejectArgument('value', `${problem}; got ${formatValue(value)}`)
  }
  return value
}

/**
 * Builds metadata filters: `meta.is('quality', '=', 'good')`, `meta.has('colour')`, `meta.lacks('draft')`,
 * `meta.all(a, b)`. An object without the key never matches a comparison, not even `!=`.
 */
export const meta: {
  has(...keys: [string, ...string[]]): MetaFilter
  lacks(...keys: [string, ...string[]]): MetaFilter
  is(key: string, operator: MetaOperator, value: string): MetaFilter
  all(...filters: [MetaFilter, ...MetaFilter[]]): MetaFilter
} = {
  /** At least one of the keys is present. */
  has: (...keys) => ({ expression: keys.map(checkKey).join(',') }),
  /** None of the keys is present. */
  lacks: (...keys) => ({ expression: keys.map((key) => `!${checkKey(key)}`).join(',') }),
  /** The key is present and its value compares so, as a string. */
  is: (key, operator, value) => ({ expression: `${checkKey(key)}${operator}${checkValue(value)}` }),
  /** All of the filters (the server pools bare keys of several `has`: one of them is enough). */
  all: (...filters) => ({ expression: filters.map((filter) => filter.expression).join(',') }),
}

/** The query of a filter. @throws {InvalidArgumentError} for what is none: a list without its filter would be one of everything. */
export function filterExpression(filter: MetaFilter): string {
  const { expression } = requireObject(filter, 'meta')
  if (typeof expression === 'string' && expression !== '') return expression
  return rejectArgument('meta', `must be a filter such as meta.has('colour'); got ${formatValue(filter)}`)
}
