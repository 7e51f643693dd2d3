import { formatValue, rejectArgument, requireString } from '@kamaki/core/toolkit'

/**
 * A key or tag that travels in a path. The server takes a trailing `json` or `xml` there, together with the
 * character before it, for a wish about the format, and would act on what is left.
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
export const MAX_TAG_LENGTH = 46

/** A tag that the server can store. */
export function checkTag(tag: string, parameter: string): string {
  requireString(tag, parameter, { maxLength: MAX_TAG_LENGTH })
  if (/[,/]/.test(tag)) rejectArgument(parameter, `must hold neither "," nor "/"; got ${formatValue(tag)}`)
  return tag
}

/** A size in GiB: a whole number above zero. */
export function checkSize(size: number | string, parameter: string): number {
  const number = typeof size === 'string' && /^\d+$/.test(size) ? Number(size) : size
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 1) {
    rejectArgument(parameter, `must be a whole number of GiB, 1 or more; got ${formatValue(size)}`)
  }
  return number
}

/** Metadata is text by text: other values end in a 500 or are silently turned into text. */
export function checkMetadata(
  metadata: Readonly<Record<string, string>>,
  parameter: string,
): Readonly<Record<string, string>> {
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) {
    rejectArgument(parameter, `must be an object of texts; got ${formatValue(metadata)}`)
  }
  for (const [key, value] of Object.entries(metadata)) {
    if (key === '') rejectArgument(parameter, 'must not have an empty key')
    if (typeof value !== 'string') rejectArgument(`${parameter}.${key}`, `must be text; got ${formatValue(value)}`)
  }
  return metadata
}
