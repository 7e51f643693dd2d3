import { formatValue, rejectArgument } from '@kamaki/core/toolkit'

/** Whether a string is valid Unicode: without half of a surrogate pair, for which there is no UTF-8. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text)
}

/** Percent-encoded UTF-8. */
export function percentEncode(text: string, parameter: string): string {
  if (!isWellFormed(text)) rejectArgument(parameter, 'contains an unpaired surrogate, which is not valid Unicode')
  return encodeURIComponent(text)
}

/**
 * The server decodes what headers carry, stores it, and cannot send it back: with a line break in it every later read fails.
 *
 * @throws {InvalidArgumentError}
 */
export function rejectLineBreaks(text: string, parameter: string): string {
  if (/[\r\n\0]/.test(text)) {
    const problem = 'must not contain line breaks or zero bytes, with which the cloud could not send it back'
    rejectArgument(parameter, `${problem}; got ${formatValue(text)}`)
  }
  return text
}

/**
 * A header value that reads like the string itself: only what a header cannot carry as it is goes percent-encoded (anything beyond
 * printable ASCII, `%`, and spaces at the ends). The server decodes every header that has a `%`.
 */
export function headerText(text: string, parameter: string): string {
  return rejectLineBreaks(text, parameter).replace(/[^\x20-\x7e]+|%|^ +| +$/gu, (match) =>
    match.startsWith(' ') ? '%20'.repeat(match.length) : percentEncode(match, parameter),
  )
}

/** Header names have no parentheses and nothing beyond ASCII; the server decodes percent-encoded UTF-8 in them. */
export function encodeHeaderName(name: string, parameter: string): string {
  return percentEncode(name, parameter).replaceAll('(', '%28').replaceAll(')', '%29')
}
