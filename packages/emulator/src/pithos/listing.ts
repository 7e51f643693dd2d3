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

export type ListedName = { name: string } | { subdir: string }

/**
 * A page of a container: names in order, those with a delimiter after the prefix rolled up to it.
 * @param names all names in code point order
 * @param passes whether a name is to be listed at all
 */
export function listPage(
  names: readonly string[],
  rules: ListingRules,
  passes: (name: string) => boolean,
): ListedName[] {
  const { prefix, delimiter, limit } = rules
  if (prefix !== '') afterPrefix(prefix)
  let at =
    rules.marker && compareCodePoints(rules.marker, prefix) >= 0 ? after(names, rules.marker) : from(names, prefix)
  const found: string[] = []
  const subdirs: string[] = []
  for (; ; at++) {
    const name = names[at]
    if (name === undefined || !name.startsWith(prefix)) break
    if (!passes(name)) continue
    const cut = delimiter ? name.indexOf(delimiter, prefix.length) : -1
    if (cut < 0 || !delimiter) {
      found.push(name)
      if (found.length >= limit) break
    } else if (cut + delimiter.length === name.length) {
      // Does not end the page: what the directory holds may follow.
      found.push(name)
    } else {
      const subdir = name.slice(0, cut + delimiter.length)
      subdirs.push(subdir)
      if (found.length >= limit) break
      // The server goes on after the next name that can follow, and so loses an object of exactly that name.
      at = after(names, afterPrefix(subdir)) - 1
    }
  }
  const entries: { key: string; entry: ListedName }[] = found.map((name) => ({ key: name, entry: { name } }))
  if (rules.virtual) for (const subdir of subdirs) entries.push({ key: subdir, entry: { subdir } })
  entries.sort((a, b) => compareCodePoints(a.key, b.key))
  return entries.slice(0, limit).map(({ entry }) => entry)
}

/** Index of the first name that is not before `text`. */
function from(names: readonly string[], text: string): number {
  let low = 0
  let high = names.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareCodePoints(names[middle] ?? '', text) < 0) low = middle + 1
    else high = middle
  }
  return low
}

/** Index of the first name that comes after `text`. */
function after(names: readonly string[], text: string): number {
  const at = from(names, text)
  return names[at] === text ? at + 1 : at
}

/** The first string that sorts after everything that begins with `prefix`. */
function afterPrefix(prefix: string): string {
  const last = prefix.charCodeAt(prefix.length - 1)
  // The server cannot step beyond the basic plane: it fails with a 500.
  if (last === 0xffff || (last >= 0xdc00 && last <= 0xdfff)) throw internalServerError()
  return prefix.slice(0, -1) + String.fromCharCode(last + 1)
}
