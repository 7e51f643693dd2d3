import { InvalidArgumentError } from '../errors/client-errors.ts'

/**
 * Query parameters. `undefined` is left out, `null` sends the key alone (`?hashmap`), a Date goes as ISO 8601 with an offset,
 * booleans as `true` and `false`.
 */
export type Query = Readonly<Record<string, string | number | bigint | boolean | Date | null | undefined>>

/** A date as the services want it: ISO 8601 with an explicit UTC offset (some refuse dates without one). */
export function isoDate(date: Date): string {
  if (Number.isNaN(date.getTime())) throw new InvalidArgumentError('The date is invalid', { parameter: 'date' })
  return date.toISOString().replace('Z', '+00:00')
}

/** The query as it stands behind the `?`, or an empty text. Spaces are `%20`, a plus sign is `%2B`. */
export function encodeQuery(query: Query): string {
  const parts: string[] = []
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined) continue
    if (key.toLowerCase() === 'x-auth-token') {
      throw new InvalidArgumentError('A token never goes into a URL, where servers and proxies log it', {
        parameter: 'query',
      })
    }
    const name = encode(key)
    parts.push(value === null ? name : `${name}=${encode(textOf(key, value))}`)
  }
  return parts.join('&')
}

function textOf(key: string, value: string | number | bigint | boolean | Date): string {
  if (value instanceof Date) return isoDate(value)
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new InvalidArgumentError(`The query parameter ${key} must be a finite number, not ${value}`, {
      parameter: key,
    })
  }
  return String(value)
}

function encode(text: string): string {
  try {
    return encodeURIComponent(text)
  } catch (cause) {
    throw new InvalidArgumentError(
      'Text with a lone surrogate cannot be encoded as UTF-8',
      { parameter: 'query' },
      { cause },
    )
  }
}
