/** A UTF-16 unit by the place of its character among all: the halves of pairs stand for characters after all others. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}

/** Compares strings as the bytes of their UTF-8 compare, which is how the cloud sorts names. JavaScript's own order is another one. */
export function compareNames(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let index = 0; index < length; index++) {
    const [x, y] = [a.charCodeAt(index), b.charCodeAt(index)]
    if (x !== y) return rank(x) - rank(y)
  }
  return a.length - b.length
}

const slash = 0x2f

/**
 * Compares paths as if each ended with a slash: the order in which a tree is walked, each directory just before what is in it. (By names
 * alone `a-b` is between `a` and `a/c`.)
 */
export function comparePaths(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let index = 0; index < length; index++) {
    const [x, y] = [a.charCodeAt(index), b.charCodeAt(index)]
    if (x !== y) return rank(x) - rank(y)
  }
  if (a.length === b.length) return 0
  return a.length < b.length ? slash - b.charCodeAt(length) || -1 : a.charCodeAt(length) - slash || 1
}

/** Whether a path is in a directory, or deeper in it. */
export function isBelow(path: string, directory: string): boolean {
  return path.length > directory.length && path.charCodeAt(directory.length) === slash && path.startsWith(directory)
}
