function letters(text: string): string {
  return text.toLowerCase().replace(/[^a-z]/g, '')
}

/** Whether two words have the same letters, or differ by one that is missing, superfluous, other or swapped. */
export function looksLike(a: string, b: string): boolean {
  const [x, y] = [letters(a), letters(b)]
  if (x === y) return true
  if (Math.abs(x.length - y.length) > 1 || Math.min(x.length, y.length) < 4) return false
  let start = 0
  while (start < x.length && x[start] === y[start]) start += 1
  const [restX, restY] = [x.slice(start), y.slice(start)]
  if (restX.length === restY.length) {
    const swapped = restX[0] === restY[1] && restX[1] === restY[0] && restX.slice(2) === restY.slice(2)
    return swapped || restX.slice(1) === restY.slice(1)
  }
  return restX.length > restY.length ? restX.slice(1) === restY : restX === restY.slice(1)
}

/** Whether two words have the same letters. */
export function sameLetters(a: string, b: string): boolean {
  return letters(a) === letters(b)
}

/** Which of some names was probably meant: `timeout` for `timeoutMs`. Undefined if none is like it. */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  const [given, rank] = [letters(name), (other: string): number => Math.abs(other.length - name.length)]
  const isBeginning = (other: string): boolean =>
    Math.min(given.length, other.length) >= 4 && (other.startsWith(given) || given.startsWith(other))
  return (
    names.find((other) => looksLike(name, other)) ??
    names.filter((other) => isBeginning(letters(other))).sort((a, b) => rank(a) - rank(b))[0]
  )
}
