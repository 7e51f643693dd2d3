import { UNLIMITED } from './int.ts'

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

function pythonString(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** A body that is not valid JSON. */
export class JsonError extends Error {}

/**
 * JSON as Python's `json.loads` reads it: whole numbers beyond 2^53 stay exact (bigint), `NaN` and `Infinity` are
 * taken, of repeated keys the last counts.
 * @throws {JsonError}
 */
export function parseJson(text: string): unknown {
  // The quick way, unless there may be a number that it would round or a word that it rejects.
  if (!/\d{16}|NaN|Infinity/.test(text)) {
    try {
      return JSON.parse(text) as unknown
    } catch {
      throw new JsonError('No JSON object could be decoded')
    }
  }
  return new Reader(text).document()
}

const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
])
/** Deeper nesting makes Python give up, too. */
const DEEPEST = 900

class Reader {
  readonly #text: string
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  document(): unknown {
    const value = this.#value()
    this.#space()
    if (this.#at < this.#text.length) throw this.#error()
    return value
  }

  #value(): unknown {
    this.#space()
    const char = this.#text[this.#at]
    if (char === '{' || char === '[') {
      if (++this.#depth > DEEPEST) throw this.#error()
      const value = char === '{' ? this.#object() : this.#array()
      this.#depth--
      return value
    }
    if (char === '"') return this.#string()
    for (const [word, value] of WORDS) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length
        return value
      }
    }
    return this.#number()
  }

  #object(): unknown {
    const out: Record<string, unknown> = Object.create(null)
    this.#at++
    if (this.#ends('}')) return { ...out }
    for (;;) {
      this.#space()
      const key = this.#string()
      this.#expect(':')
      out[key] = this.#value()
      if (this.#ends('}')) return { ...out }
      this.#expect(',')
    }
  }

  #array(): unknown {
    const out: unknown[] = []
    this.#at++
    if (this.#ends(']')) return out
    for (;;) {
      out.push(this.#value())
      if (this.#ends(']')) return out
      this.#expect(',')
    }
  }

  #string(): string {
    STRING.lastIndex = this.#at
    const found = STRING.exec(this.#text)
    if (!found) throw this.#error()
    this.#at = STRING.lastIndex
    return JSON.parse(found[0]) as string
  }

  #number(): number | bigint {
    NUMBER.lastIndex = this.#at
    const found = NUMBER.exec(this.#text)
    if (!found) throw this.#error()
    this.#at = NUMBER.lastIndex
    const value = Number(found[0])
    const whole = found[1] === undefined && found[2] === undefined
    return whole && !Number.isSafeInteger(value) ? BigInt(found[0]) : value
  }

  #space(): void {
    while (/[ \t\n\r]/.test(this.#text[this.#at] ?? '')) this.#at++
  }

  #ends(char: string): boolean {
    this.#space()
    if (this.#text[this.#at] !== char) return false
    this.#at++
    return true
  }

  #expect(char: string): void {
    if (!this.#ends(char)) throw this.#error()
  }

  #error(): JsonError {
    return new JsonError('No JSON object could be decoded')
  }
}
