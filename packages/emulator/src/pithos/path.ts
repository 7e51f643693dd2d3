/** What a path below the endpoint names. */
export interface ObjectPath {
  account: string
  container?: string
  object?: string
}

/**
 * Splits a percent-decoded path below `<endpoint>/` as the server's routes do: the shortest account and container that
 * leave something for the rest; each has at least one character, so that a container may begin with a slash and an
 * object name keeps all of its own. Null if no route takes it (a line feed inside).
 */
export function splitPath(path: string): ObjectPath | null {
  // Python's `$` also matches before a final line feed, which is then lost.
  const text = path.endsWith('\n') ? path.slice(0, -1) : path
  if (text === '' || text.includes('\n')) return null
  const first = text.indexOf('/', 1)
  if (first < 0) return { account: text }
  if (first === text.length - 1) return { account: text.slice(0, -1) }
  const account = text.slice(0, first)
  const second = text.indexOf('/', first + 2)
  if (second >= 0 && second < text.length - 1)
    return { account, container: text.slice(first + 1, second), object: text.slice(second + 1) }
  const rest = text.slice(first + 1)
  return { account, container: rest.length > 1 && rest.endsWith('/') ? rest.slice(0, -1) : rest }
}

/** `/container/object` of a copy header or a manifest; null if it has not that form. */
export function splitSource(text: string): { container: string; name: string } | null {
  const slash = text.indexOf('/', 1)
  if (!text.startsWith('/') || slash < 0 || slash === text.length - 1) return null
  return { container: text.slice(1, slash), name: text.slice(slash + 1) }
}
