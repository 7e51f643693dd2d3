import { InvalidArgumentError } from '../errors/client-errors.ts'

/** 2^63-1 is how Synnefo writes "unlimited". */
const unlimited = '9223372036854775807'

/** No number of a cloud has more digits than this, and reading more takes ever longer. */
const longestInteger = 400

/**
 * Parses JSON without losing integers: 9223372036854775807 (Synnefo's "unlimited") becomes `Infinity`, any other integer that a
 * double cannot hold becomes a bigint, all else is as `JSON.parse` has it.
 *
 * @throws {SyntaxError} if the string is not valid JSON, or has an integer of more than 400 digits.
 */
export function parseJson(text: string): unknown {
  // Long runs of digits are common in hashes, which are strings; a number comes after a colon, a comma, a bracket or nothing. (In one
  // expression with the start as an alternative, the search takes as long as the parsing.)
  if (!/[\s:,[-]\d{16}/.test(text) && !/^\d{16}/.test(text)) return JSON.parse(text)
  const tag = unusedTag(text)
  const tagged = tagBigIntegers(text, tag)
  if (tagged === undefined) return JSON.parse(text)
  return JSON.parse(tagged, (_key, value: unknown) => {
    if (typeof value !== 'string' || !value.startsWith(tag)) return value
    const digits = value.slice(tag.length)
    return digits === unlimited ? Number.POSITIVE_INFINITY : BigInt(digits)
  })
}

/**
 * Writes JSON; `Infinity` as 9223372036854775807, a bigint as its digits. The reverse of {@link parseJson}.
 *
 * @throws {InvalidArgumentError} for NaN and -Infinity, which JSON cannot hold (`JSON.stringify` would write null).
 */
export function stringifyJson(value: unknown): string {
  const tag = `${Math.random()}:`
  let tagged = 0
  const text = JSON.stringify(value, (key, part: unknown) => {
    const digits = bigDigits(key, part)
    if (digits === undefined) return part
    tagged += 1
    return tag + digits
  })
  if (text === undefined) throw new InvalidArgumentError('The body cannot be written as JSON', { parameter: 'json' })
  if (tagged === 0) return text
  const pieces = text.split(`"${tag}`)
  // The tag stands in a string of the user's too: as likely as guessing a random number.
  if (pieces.length !== tagged + 1) return stringifyJson(value)
  return pieces.map((piece, index) => (index === 0 ? piece : piece.replace('"', ''))).join('')
}

function bigDigits(key: string, part: unknown): string | undefined {
  if (typeof part === 'bigint') return part.toString()
  if (typeof part !== 'number') return undefined
  if (part === Number.POSITIVE_INFINITY) return unlimited
  if (!Number.isFinite(part)) {
    throw new InvalidArgumentError(`JSON cannot hold ${part}${key === '' ? '' : ` (in '${key}')`}`, {
      parameter: key === '' ? 'json' : key,
    })
  }
  return Number.isInteger(part) && Math.abs(part) >= 1e21 ? BigInt(part).toString() : undefined
}

function unusedTag(text: string): string {
  for (;;) {
    const tag = `#${Math.random().toString(36).slice(2)}#`
    if (!text.includes(tag)) return tag
  }
}

/** The JSON with each integer beyond 2^53 as a string of tag and digits; undefined if there is none. */
function tagBigIntegers(text: string, tag: string): string | undefined {
  let result = ''
  let copied = 0
  let position = 0
  const token = /"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g
  for (;;) {
    token.lastIndex = position
    const match = token.exec(text)
    if (match === null) break
    if (match[0] === '"') {
      position = endOfString(text, match.index)
      continue
    }
    position = token.lastIndex
    if (!/^-?\d+$/.test(match[0]) || Number.isSafeInteger(Number(match[0]))) continue
    if (match[0].length > longestInteger) throw new SyntaxError(`An integer of ${match[0].length} digits`)
    result += `${text.slice(copied, match.index)}"${tag}${match[0]}"`
    copied = position
  }
  return copied === 0 ? undefined : result + text.slice(copied)
}

/** The index behind the closing quote of the string that opens at `start`. */
function endOfString(text: string, start: number): number {
  let index = start
  for (;;) {
    index = text.indexOf('"', index + 1)
    if (index === -1) return text.length
    let backslashes = 0
    while (text[index - 1 - backslashes] === '\\') backslashes += 1
    if (backslashes % 2 === 0) return index + 1
  }
}
