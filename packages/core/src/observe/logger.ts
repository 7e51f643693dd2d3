import { callSafely } from './callback.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'off'

/**
 * Where log lines go; `console` is one, so are winston's loggers, and pino's, which are called in their own order: `(fields, message)`. A logger
 * that fails does not fail the call.
 */
export interface Logger {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void
  info(message: string, fields?: Readonly<Record<string, unknown>>): void
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void
  error(message: string, fields?: Readonly<Record<string, unknown>>): void
}

type LineLevel = Exclude<LogLevel, 'off'>

const rank: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3, off: 4 }

export const LOG_LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'off']

/** What sets the level of clients whose options set none. */
export const LOG_VARIABLE = 'KAMAKI_LOG'

/** The console, leaving standard output to the program: where a variable turned logging on, the program does not expect it there. */
// biome-ignore lint/suspicious/noConsole: what the variable asks for
const toStandardError = (...line: readonly unknown[]): void => console.error(...line)
const standardError: Logger = {
  debug: toStandardError,
  info: toStandardError,
  warn: toStandardError,
  error: toStandardError,
}

/** A logger without what is below a level. */
export class LevelledLogger {
  readonly #logger: Logger
  readonly #rank: number
  readonly #fieldsFirst: boolean

  /** @param variable what {@link LOG_VARIABLE} of the environment says. */
  constructor(logger: Logger | undefined, level: LogLevel | undefined, variable?: string | undefined) {
    const ofProgram = level ?? levelOf(variable)
    this.#logger = logger ?? (level === undefined ? standardError : console)
    this.#rank = rank[ofProgram ?? (logger ? 'info' : 'off')]
    // Of those in use, pino's alone have it.
    this.#fieldsFirst = typeof (this.#logger as { readonly bindings?: unknown }).bindings === 'function'
  }

  enabled(level: LineLevel): boolean {
    return rank[level] >= this.#rank
  }

  log(level: LineLevel, message: string, fields?: Readonly<Record<string, unknown>>): void {
    if (!this.enabled(level)) return
    // A logger that fails must not fail the call.
    callSafely(
      () => this.#write(level, message, fields),
      () => undefined,
    )
  }

  #write(level: LineLevel, message: string, fields: Readonly<Record<string, unknown>> | undefined): unknown {
    if (fields === undefined) return this.#logger[level](message)
    if (this.#fieldsFirst) return (this.#logger as unknown as FieldsFirst)[level](fields, message)
    return this.#logger[level](message, fields)
  }
}

type FieldsFirst = Readonly<Record<LineLevel, (fields: object, message: string) => void>>

const misread = new Set<string>()

/** The level that the variable sets; any other value is named on the console, once. */
function levelOf(variable: string | undefined): LogLevel | undefined {
  const value = variable?.trim().toLowerCase() ?? ''
  const level = LOG_LEVELS.find((name) => name === value)
  if (value === '' || level !== undefined || misread.has(value)) return level
  misread.add(value)
  // biome-ignore lint/suspicious/noConsole: there is nobody else to tell
  console.warn(`${LOG_VARIABLE}=${value} is not a log level. Set it to one of ${LOG_LEVELS.join(', ')}`)
  return undefined
}
