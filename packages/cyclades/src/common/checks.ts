import { formatValue, rejectArgument, requireString } from '@kamaki/core/toolkit'

/**
 * Checks a key or tag that travels in a path. The server takes a trailing `json` or `xml` there, together with the
 * character before it, for the wanted format, and would act on the rest. `instead` says what to do.
 */
export function checkPathKey(key: string, parameter: string, instead: string): string {
  requireString(key, parameter)
  if (/[\s\S]{2}(?:json|xml)$/.test(key)) {
    rejectArgument(
      parameter,
      `must not end in "json" or "xml", which the server cuts off together with the character before; ${instead}`,
    )
  }
  return key
}

/** The longest tag that the server can store: its column has 60 characters, of which its own prefix takes 14. */
const MAX_TAG_LENGTH = 46

/** Checks a tag that is to be stored. */
export function checkTag(tag: string, parameter: string): string {
  requireString(tag, parameter, { maxLength: MAX_TAG_LENGTH })
  if (/[,/]/.test(tag)) rejectArgument(parameter, `must contain neither "," nor "/"; got ${formatValue(tag)}`)
  return tag
}

/** Checks a size in GiB: an integer above zero. */
export function checkSize(size: number | string, parameter: string): number {
  const number = typeof size === 'string' && /^\d+$/.test(size) ? Number(size) : size
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 1) {
    rejectArgument(parameter, `must be a whole number of GiB, 1 or more; got ${formatValue(size)}`)
  }
  return number
}

/** A message of the cloud in one line, for a message of ours; undefined unless there is one. */
export function oneLine(message: unknown): string | undefined {
  if (typeof message !== 'string') return undefined
  const line = message
    .slice(0, 1_000)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  return line === '' ? undefined : line.length > 200 ? `${line.slice(0, 200)}…` : line
}
