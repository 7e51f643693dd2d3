/** Compares by code point, as the server's database orders names (UTF-16 order differs beyond the basic plane). */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    // Surrogates stand for code points above U+FFFF: they come after every other unit.
    if (x !== y) return lift(x) - lift(y)
  }
  return a.length - b.length
}

const lift = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit)

/** Length in code points, which is how Python measures names and values. */
export function codePointLength(text: string): number {
  let length = 0
  for (const _ of text) length++
  return length
}
