/**
 * JSON as Python's `json.dumps` writes it (`", "` and `": "` between, ASCII only), with bigint and without `undefined`.
 * Services label JSON text as XML or plain text at times, where clients see every space.
 */
export function pythonJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return pythonString(value)
    case 'number':
      return Number.isFinite(value) ? String(value) : value === Number.POSITIVE_INFINITY ? String(UNLIMITED) : 'null'
    case 'bigint':
      return String(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object': {
      if (value === null) return 'null'
      if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`
      const members = Object.entries(value).filter(([, member]) => member !== undefined)
      return `{${members.map(([key, member]) => `${pythonString(key)}: ${pythonJson(member)}`).join(', ')}}`
    }
    default:
      return 'null'
  }
}

/** 2^63-1: how Synnefo says "unlimited". `Infinity` is written so too. */
export const UNLIMITED = 9223372036854775807n

function pythonString(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Django's `urllib.quote(text, safe)`: percent-encoded UTF-8, letters, digits and `_.-` kept. */
export function pythonQuote(text: string, safe = '/'): string {
  let out = ''
  for (const byte of new TextEncoder().encode(text)) {
    const char = String.fromCharCode(byte)
    out +=
      /[A-Za-z0-9_.-]/.test(char) || safe.includes(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return out
}

/** `datetime.isoformat()` of a UTC time: microseconds unless they are zero, then `+00:00`. */
export function isoDate(ms: number): string {
  const whole = Math.floor(ms)
  const micros = Math.round((ms - whole) * 1000)
  const base = new Date(whole).toISOString()
  const fraction = base.slice(20, 23) + String(micros).padStart(3, '0')
  return `${base.slice(0, 19)}${fraction === '000000' ? '' : `.${fraction}`}+00:00`
}

/** `2026-11-23T08:07:41+00:00`: whole seconds. */
export function isoSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}+00:00`
}

/** `Mon, 23 Nov 2026 08:07:41 GMT` */
export function httpDate(ms: number): string {
  return new Date(ms).toUTCString()
}
