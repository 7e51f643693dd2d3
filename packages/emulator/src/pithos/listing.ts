import { internalServerError } from '../http/fault.ts'
import { compareCodePoints } from '../python/code-points.ts'

export interface ListingRules {
  prefix: string
  delimiter?: string | undefined
  /** Names up to and including this one are left out. */
  marker?: string | undefined
  limit: number
  /** Tell of virtual directories? Otherwise what they hold is passed over in silence. */
  virtual: boolean
}

interface Named {
  readonly name: string
}

/** Where a listing takes its items from: those from a name on (or after it), in order of code points. */
export type Source<T> = (name: string, after: boolean) => Iterator<T, undefined>

/**
 * A page of a container: items in order, those with a delimiter after the prefix rolled up to it. What is rolled up is stepped
 * over, not walked through.
 * @param passes whether an item is to be listed at all
 */
export function listPage<T extends Named>(
  source: Source<T>,
  rules: ListingRules,
  passes: (item: T) => boolean,
): (T | { subdir: string })[] {
  const { prefix, delimiter, limit, virtual } = rules
  if (prefix !== '') afterPrefix(prefix)
  let items =
    rules.marker && compareCodePoints(rules.marker, prefix) >= 0 ? source(rules.marker, true) : source(prefix, false)
  // In order as they come: what begins with a directory's name comes after whatever is before that name.
  const page: (T | { subdir: string })[] = []
  while (page.length < limit) {
    const { value: item } = items.next()
    if (item === undefined || !item.name.startsWith(prefix)) break
    if (!passes(item)) continue
    const { name } = item
    const cut = delimiter ? name.indexOf(delimiter, prefix.length) : -1
    const end = cut < 0 || !delimiter ? name.length : cut + delimiter.length
    // An object that is named like a directory is listed beside it.
    if (end === name.length) page.push(item)
    else {
      const subdir = name.slice(0, end)
      if (virtual) page.push({ subdir })
      // The server goes on after the next name that can follow, and so loses an object of exactly that name.
      items = source(afterPrefix(subdir), true)
    }
  }
  return page
}

/** The first string that sorts after everything that begins with `prefix`. */
function afterPrefix(prefix: string): string {
  const last = prefix.charCodeAt(prefix.length - 1)
  // The server cannot step beyond the basic plane: it fails with a 500.
  if (last === 0xffff || (last >= 0xdc00 && last <= 0xdfff)) throw internalServerError()
  return prefix.slice(0, -1) + String.fromCharCode(last + 1)
}
