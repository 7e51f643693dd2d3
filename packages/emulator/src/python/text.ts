/** What Python 2 counts as white space, as the inside of a character class. */
export const WHITE_SPACE = '\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u180e\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'

const AROUND = new RegExp(`^[${WHITE_SPACE}]+|[${WHITE_SPACE}]+$`, 'g')

/** Python's `unicode.strip()`. */
export function strip(text: string): string {
  return text.replace(AROUND, '')
}

/** Python's `unicode.upper()`: one character makes one, there is no "ß" that becomes "SS". */
export function upper(text: string): string {
  return Array.from(text, (char) => {
    const large = char.toUpperCase()
    return large.length === char.length ? large : char
  }).join('')
}

/** Python's `unicode.lower()`. */
export function lower(text: string): string {
  // Of "İ" only the dotted i remains, and a sigma does not know that it ends a word.
  return Array.from(text, (char) => (char === 'İ' ? 'i' : char.toLowerCase())).join('')
}

/** Python's `unicode.capitalize()`. */
export function capitalize(text: string): string {
  const [first = '', ...rest] = text
  return upper(first) + lower(rest.join(''))
}
