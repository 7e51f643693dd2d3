import type { Call } from './request.ts'

/** How paths end that name a format: the server's patterns leave the dot unescaped, so any character will do. */
export const SUFFIX = '(?:.json|.xml)?'

/** Where the digits of each script begin, which the server's patterns take as well. They come in tens. */
const ZEROS =
  '0030 0660 06f0 07c0 0966 09e6 0a66 0ae6 0b66 0be6 0c66 0ce6 0d66 0de6 0e50 0ed0 0f20 1040 1090 17e0 1810 1946 19d0 1a80 1a90 1b50 ' +
  '1bb0 1c40 1c50 a620 a8d0 a900 a9d0 a9f0 aa50 abf0 ff10'

export const DIGITS: string = `[${ZEROS.split(' ').map(tenFrom).join('')}]+`

function tenFrom(zero: string): string {
  return `\\u${zero}-\\u${(Number.parseInt(zero, 16) + 9).toString(16).padStart(4, '0')}`
}

/** Letters and digits, beyond ASCII too, and underscores, as the inside of a character class: nearly what Python's `\\w` is. */
export const WORD: string =
  '\\w\\xaa\\xb2\\xb3\\xb5\\xb9\\xba\\xbc-\\xbe\\xc0-\\xd6\\xd8-\\xf6\\xf8-\\u1fff\\u2070-\\u209c\\u2c00-\\u2dff\\u3005-\\uffff'

/** A segment that is a number, with or without a format at its end. */
export const NUMBER: string = `{${DIGITS}${SUFFIX}}`

/** The endings of a path that may name a format. */
export const FORMATS: readonly string[] = ['', '.json', '.xml']

/** Those of a path that may end in a slash as well. */
export const SLASH_OR_FORMAT: readonly string[] = ['', '/', '.json', '.xml']

/** A path parameter without the format at its end; one character at least stays. */
export function param(call: Call, name: string): string {
  const value = call.params[name] ?? ''
  return /^(.+?)(?:.json|.xml)?$/s.exec(value)?.[1] ?? value
}
