import { compareCodePoints } from '../python/code-points.ts'
import { strip } from '../python/text.ts'

type Operator = '=' | '!=' | '<=' | '>=' | '<' | '>'

/** What the `meta` parameter of a listing asks for. */
export interface MetaFilter {
  /** At least one of these must be there. */
  included: string[]
  /** None of these may be there. */
  excluded: string[]
  /** All of these must hold; an object without the key never matches. */
  compared: { key: string; operator: Operator; value: string }[]
}

const TERM = /^(!?)\s*(\S+?)\s*(?:(=|!=|<=|>=|<|>)\s*(\S*?)\s*)?$/u

/** Reads comma separated terms; one that does not parse is dropped without a word, which widens the result. */
export function parseMetaFilter(text: string, keyOf: (name: string) => string): MetaFilter {
  const filter: MetaFilter = { included: [], excluded: [], compared: [] }
  for (const part of text.split(',')) {
    const match = TERM.exec(strip(part))
    if (!match) continue
    const [, not, name = '', operator, value = ''] = match
    const key = keyOf(name)
    if (not) filter.excluded.push(key)
    else if (operator) filter.compared.push({ key, operator: operator as Operator, value })
    else filter.included.push(key)
  }
  return filter
}

/** Does an object with this metadata pass? Values are compared as strings. */
export function matchesMeta(filter: MetaFilter, meta: ReadonlyMap<string, string>): boolean {
  if (filter.included.length > 0 && !filter.included.some((key) => meta.has(key))) return false
  if (filter.excluded.some((key) => meta.has(key))) return false
  return filter.compared.every(({ key, operator, value }) => {
    const own = meta.get(key)
    return own !== undefined && holds(compareCodePoints(own, value), operator)
  })
}

function holds(order: number, operator: Operator): boolean {
  switch (operator) {
    case '=':
      return order === 0
    case '!=':
      return order !== 0
    case '<=':
      return order <= 0
    case '>=':
      return order >= 0
    case '<':
      return order < 0
    case '>':
      return order > 0
  }
}
