import { LookupError } from '../errors/client-errors.ts'
import type { List } from '../http/list.ts'
import { formatValue } from '../validate/invalid-argument.ts'
import { requireString } from '../validate/require.ts'

/** What a look-up by name needs to know of a kind of resource. */
export interface LookupRules<T> {
  /** For messages: `server`. */
  readonly noun: string
  /** What has `list` and `get`, for messages: `servers`. */
  readonly resource: string
  /** Default: its `name`. */
  nameOf?(item: T): string | null | undefined
}

/** What can be looked up. */
interface Named {
  readonly id: string | number
  readonly name?: string | null
}

/** Names that a message suggests instead, and ids that it lists, at most. */
const mostShown = 5

/**
 * The one item of a list that has a name; case and spaces count.
 *
 * @throws {LookupError} if none has it, or several have.
 * @throws {InvalidArgumentError} for an empty name.
 */
export async function findByName<T extends Named>(list: List<T>, name: string, rules: LookupRules<T>): Promise<T> {
  const { noun, resource, nameOf = (item) => item.name } = rules
  requireString(name, 'name')
  const found: T[] = []
  const similar = new Set<string>()
  for await (const item of list) {
    const own: unknown = nameOf(item)
    if (own === name) found.push(item)
    else if (typeof own === 'string' && looksLike(own, name)) similar.add(own)
  }
  const [only] = found
  if (only !== undefined && found.length === 1) return only
  const matches = found.map(({ id }) => id)
  const quoted = formatValue(name)
  const others = [...similar].slice(0, mostShown).map(formatValue).join(', ')
  const message =
    matches.length === 0
      ? `No ${noun} is named ${quoted}. ${others === '' ? `${resource}.list() lists those that exist` : `Did you mean ${others}?`}`
      : `${matches.length} ${resource} are named ${quoted}: ${matches.slice(0, mostShown).join(', ')}${matches.length > mostShown ? ' …' : ''}. Use ${resource}.get() with the id of the one you mean`
  throw new LookupError(message, { noun, wanted: name, matches })
}

/** Whether one is the other but for case, spaces and punctuation, or begins with it. */
function looksLike(a: string, b: string): boolean {
  const [x, y] = [letters(a), letters(b)]
  return x !== '' && y !== '' && (x.startsWith(y) || y.startsWith(x))
}

function letters(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}
