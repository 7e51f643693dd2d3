import type { Call } from './request.ts'

/** How paths end that name a format: the server's patterns leave the dot unescaped, so any character will do. */
export const SUFFIX = '(?:.json|.xml)?'

/** A segment that is a number, with or without a format at its end. */
export const NUMBER: string = `{[0-9]+${SUFFIX}}`

/** The endings of a path that may name a format. */
export const FORMATS: readonly string[] = ['', '.json', '.xml']

/** Those of a path that may end in a slash as well. */
export const SLASH_OR_FORMAT: readonly string[] = ['', '/', '.json', '.xml']

/** A path parameter without the format at its end; one character at least stays. */
export function param(call: Call, name: string): string {
  const value = call.params[name] ?? ''
  return /^(.+?)(?:.json|.xml)?$/s.exec(value)?.[1] ?? value
}
