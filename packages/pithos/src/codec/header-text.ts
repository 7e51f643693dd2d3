import { invalid } from '../invalid.ts'

/**
 * Text as a header value that reads like the text itself: only what a header cannot carry as it is goes percent-encoded
 * (anything beyond printable ASCII, `%`, and spaces at the ends). The server decodes every header that has a `%`.
 */
export function headerText(text: string, parameter: string): string {
  try {
    return text.replace(/[^\x20-\x7e]+|%|^ +| +$/gu, (match) =>
      match.startsWith(' ') ? '%20'.repeat(match.length) : encodeURIComponent(match),
    )
  } catch {
    throw invalid(parameter, `${parameter} holds half of a surrogate pair`)
  }
}
