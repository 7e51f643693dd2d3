import { dictOrder } from './dict-order.ts'
import { floatText, isShortInteger, PythonFloat } from './values.ts'

/** How Python 2's `unicode()` shows a JSON value inside a message, and how its database stores one in a column of characters. */
export function pythonText(value: unknown): string {
  if (typeof value === 'string') return value
  if (value instanceof PythonFloat) return floatText(value.value, 'str')
  if (typeof value === 'number' && !Number.isInteger(value)) return floatText(value, 'str')
  return typeof value === 'bigint' ? String(value) : pythonRepr(value)
}

/** How Python 2's `repr()` shows a JSON value: `u'text'`, `None`, `True`, `{u'a': 1}`. */
export function pythonRepr(value: unknown): string {
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'bigint') return isShortInteger(value) ? String(value) : `${value}L`
  if (value instanceof PythonFloat) return floatText(value.value, 'repr')
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : floatText(value, 'repr')
  if (typeof value === 'string') return `u${quoted(value)}`
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`
  const members = dictOrder(Object.keys(value)).map(
    (key) => `${pythonRepr(key)}: ${pythonRepr((value as Record<string, unknown>)[key])}`,
  )
  return `{${members.join(', ')}}`
}

/** How Python 2's `repr()` shows the UTF-8 bytes of a string. */
export function pythonBytesRepr(text: string): string {
  return quoted(String.fromCharCode(...new TextEncoder().encode(text)))
}

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' }

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  return quote + [...text].map((char) => (char === quote ? `\\${char}` : escaped(char))).join('') + quote
}

/** A character in the way that Python's literals have it, if it is not printable ASCII. */
export function escaped(char: string): string {
  const point = char.codePointAt(0) ?? 0
  if (point >= 0x20 && point < 0x7f) return SHORT[char] ?? char
  const hex = (width: number) => point.toString(16).padStart(width, '0')
  return SHORT[char] ?? (point < 0x100 ? `\\x${hex(2)}` : point < 0x10000 ? `\\u${hex(4)}` : `\\U${hex(8)}`)
}
