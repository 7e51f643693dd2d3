import { invalid } from '../invalid.ts'

/** A metadata filter of an object listing, built by {@link meta}. Joined terms must all hold, except bare keys: one of them is enough. */
export interface MetaFilter {
  /** The text that travels. */
  readonly expression: string
}

/** How a value is compared: as text, by the database. */
export type MetaOperator = '=' | '!=' | '<=' | '>=' | '<' | '>'

function checkKey(key: string): string {
  // A term that does not parse is dropped by the server without a word, which widens the result.
  if (key === '' || /[\s,=<>!~]/.test(key)) {
    throw invalid('key', `"${key}" cannot be filtered by: a key may hold no white space, comma, =, <, >, ! or ~`)
  }
  return key
}

function checkValue(value: string): string {
  if (value === '' || /[\s,]/.test(value)) {
    throw invalid(
      'value',
      `"${value}" cannot be filtered by: a value must not be empty and may hold no white space or comma`,
    )
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
  /** The key is present and its value compares so, as text. */
  is(key, operator, value) {
    if (/^[=<>]/.test(value)) throw invalid('value', 'a value may not begin with an operator')
    return { expression: `${checkKey(key)}${operator}${checkValue(value)}` }
  },
  /** All of the filters (bare keys of several `has` are pooled by the server: one of them is enough). */
  all: (...filters) => ({ expression: filters.map((filter) => filter.expression).join(',') }),
}
