import type { Call } from './request.ts'

/** How paths end that name a format: the server's patterns leave the dot unescaped, so any character will do. */
export const SUFFIX = '(?:.json|.xml)?'

/** The digits of every script, which the server's patterns take as well. They come in tens. */
function digits(): string {
  const unit = (code: number) => `\\u${code.toString(16).padStart(4, '0')}`
  let ranges = ''
  for (let code = 0x30; code <= 0xffff; code += 2)
    if (/\p{Nd}/u.test(String.fromCharCode(code))) {
      ranges += `${unit(code)}-${unit(code + 9)}`
      code += 8
    }
  return `[${ranges}]+`
}

export const DIGITS: string = digits()

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
