/** The console, leaving standard output to the program: where a variable turned logging on, the program does not expect it there. */
// biome-ignore lint/suspicious/noConsole: what the variable asks for
export const toStandardError = (...line: readonly unknown[]): void => console.error(...line)

const misread = new Set<string>()

/** The one of some levels that a variable of the environment sets; any other value is named on the console, once. */
export function levelOf<T extends string>(
  variable: string,
  read: string | undefined,
  levels: readonly T[],
): T | undefined {
  const value = read?.trim().toLowerCase() ?? ''
  const level = levels.find((name) => name === value)
  if (value === '' || level !== undefined || misread.has(value)) return level
  misread.add(value)
  // biome-ignore lint/suspicious/noConsole: there is nobody else to tell
  console.warn(`${variable}=${value} is not a log level. Set it to one of ${levels.join(', ')}`)
  return undefined
}
