/** How Python 2's `unicode()` shows a JSON value inside a message. */
export function pythonText(value: unknown): string {
  return typeof value === 'string' ? value : pythonRepr(value)
}

/** How Python 2's `repr()` shows a JSON value: `u'text'`, `None`, `True`, `{u'a': 1}`. */
export function pythonRepr(value: unknown): string {
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'bigint') return `${value}L`
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return `u${quoted(value)}`
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`
  return `{${Object.entries(value)
    .map(([key, member]) => `${pythonRepr(key)}: ${pythonRepr(member)}`)
    .join(', ')}}`
}

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  let out = ''
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    const char = text.charAt(i)
    if (char === quote || char === '\\') out += `\\${char}`
    else if (char === '\n') out += '\\n'
    else if (char === '\r') out += '\\r'
    else if (char === '\t') out += '\\t'
    else if (unit < 0x20 || (unit >= 0x7f && unit < 0x100)) out += `\\x${unit.toString(16).padStart(2, '0')}`
    else if (unit >= 0x100) out += `\\u${unit.toString(16).padStart(4, '0')}`
    else out += char
  }
  return quote + out + quote
}
