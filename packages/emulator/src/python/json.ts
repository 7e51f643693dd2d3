import { UNLIMITED } from './int.ts'
import { floatText, PythonFloat } from './values.ts'

/**
 * JSON as Python's `json.dumps` writes it (`", "` and `": "` between, ASCII only), with bigint and without `undefined`.
 * Services label JSON text as XML or plain text at times, where clients see every space.
 */
export function pythonJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return pythonString(value)
    case 'number':
      if (Number.isInteger(value)) return String(value)
      return Number.isFinite(value)
        ? floatText(value, 'repr')
        : value === Number.POSITIVE_INFINITY
          ? String(UNLIMITED)
          : 'null'
    case 'bigint':
      return String(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object': {
      if (value === null) return 'null'
      if (value instanceof PythonFloat) return floatText(value.value, 'repr')
      if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`
      let members = ''
      // Lists have thousands of objects with a dozen members: an array for each member would be most of their garbage.
      for (const key of Object.keys(value)) {
        const member = (value as Record<string, unknown>)[key]
        if (member !== undefined) members += `${members && ', '}${pythonString(key)}: ${pythonJson(member)}`
      }
      return `{${members}}`
    }
    default:
      return 'null'
  }
}

/** Characters that stand for themselves. */
const PLAIN = /^[ !#-[\]-~]*$/

function pythonString(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** A body that is not valid JSON. */
export class JsonError extends Error {}

/** Nested so deep that Python gives up, with an error that nobody expects of JSON. */
export class RecursionError extends Error {}

/** A string in a body is not valid UTF-8. */
export class JsonEncodingError extends JsonError {}

/** Where the quick way would round a number, lose that it is a float, or reject a word. */
const UNQUICK = /(?:^|[[,:])\s*-?(?:\d+[.eE]|\d{16})|NaN|Infinity/

/**
 * JSON as Python's `json.loads` reads it: whole numbers beyond 2^53 stay exact (bigint), floats without a fraction are told from
 * integers (`PythonFloat`), `NaN` and `Infinity` are taken, of repeated keys the last counts.
 * @throws {JsonError}
 * @throws {RecursionError}
 */
export function parseJson(text: string): unknown {
  if (isDeep(text)) throw new RecursionError('maximum recursion depth exceeded')
  if (!UNQUICK.test(text)) {
    try {
      return JSON.parse(text) as unknown
    } catch {
      throw new JsonError('No JSON object could be decoded')
    }
  }
  return new Reader(text).document()
}

/** What is wrong with bytes that are not UTF-8: Python decodes the strings alone, one by one as they come. */
export function jsonFault(bytes: Uint8Array): JsonError {
  let latin1 = ''
  for (const byte of bytes) latin1 += String.fromCharCode(byte)
  if (isDeep(latin1)) return new JsonError()
  try {
    new Reader(latin1, true).document()
  } catch (error) {
    if (error instanceof JsonError) return error
  }
  return new JsonError()
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
/** @throws {JsonEncodingError} */
function requireUtf8(latin1: string): void {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(latin1, (char) => char.charCodeAt(0)))
  } catch {
    throw new JsonEncodingError()
  }
}

/** As deep as Python goes below the frames of a web server. */
const DEEPEST = 900

function isDeep(text: string): boolean {
  // Most bodies do not have as many brackets as that.
  let brackets = 0
  for (const bracket of ['[', '{'])
    for (let at = text.indexOf(bracket); at >= 0 && brackets <= DEEPEST; at = text.indexOf(bracket, at + 1)) brackets++
  if (brackets <= DEEPEST) return false
  let depth = 0
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[{]|[\]}]/gs)) {
    if (token === '[' || token === '{') depth++
    else if (token === ']' || token === '}') depth--
    if (depth > DEEPEST) return true
  }
  return false
}

class Reader {
  readonly #text: string
  /** Each character is a byte, to be read as UTF-8. */
  readonly #bytes: boolean
  #at = 0

  constructor(text: string, bytes = false) {
    this.#text = text
    this.#bytes = bytes
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
      return char === '{' ? this.#object() : this.#array()
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
    if (this.#bytes) requireUtf8(found[0])
    return JSON.parse(found[0]) as string
  }

  #number(): number | bigint | PythonFloat {
    NUMBER.lastIndex = this.#at
    const found = NUMBER.exec(this.#text)
    if (!found) throw this.#error()
    this.#at = NUMBER.lastIndex
    const value = Number(found[0])
    const float = found[1] !== undefined || found[2] !== undefined
    if (float) return Number.isInteger(value) ? new PythonFloat(value) : value
    return Number.isSafeInteger(value) ? value : BigInt(found[0])
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
