import { InvalidArgumentError } from '../errors/client-errors.ts'
import { formatValue, rejectArgument } from '../validate/invalid-argument.ts'
import { percentEncode } from './path.ts'

/**
 * Query parameters. `undefined` is omitted, `null` sends the key alone (`?hashmap`), a Date is sent as ISO 8601 with an offset,
 * booleans as `true` and `false`.
 */
export type Query = Readonly<Record<string, string | number | bigint | boolean | Date | null | undefined>>

/** A date in ISO 8601 with an explicit UTC offset: some services reject dates without one. */
export function isoDate(date: Date): string {
  if (Number.isNaN(date.getTime())) throw new InvalidArgumentError('The date is invalid', { parameter: 'date' })
  return date.toISOString().replace('Z', '+00:00')
}

/** The query as it follows the `?`, or an empty string. A space becomes `%20`, a plus sign `%2B`. */
export function encodeQuery(query: Query): string {
  const parts: string[] = []
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined) continue
    if (key.toLowerCase() === 'x-auth-token') {
      throw new InvalidArgumentError(
        'query must not contain the token, since servers and proxies log URLs. Pass it to the constructor of the client',
        { parameter: 'query' },
      )
    }
    const name = percentEncode(key, 'query')
    parts.push(value === null ? name : `${name}=${percentEncode(valueToString(key, value), 'query')}`)
  }
  return parts.join('&')
}

function valueToString(key: string, value: string | number | bigint | boolean | Date): string {
  if (value instanceof Date) return isoDate(value)
  if (typeof value === 'object' || typeof value === 'function' || typeof value === 'symbol')
    rejectArgument(key, `must be a string, a number, a boolean or a Date; got ${formatValue(value)}`)
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new InvalidArgumentError(`The query parameter '${key}' must be a finite number; got ${value}`, {
      parameter: key,
    })
  }
  return String(value)
}
