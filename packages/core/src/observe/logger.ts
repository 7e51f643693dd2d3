import { callSafely } from './callback.ts'
import { levelOf, toStandardError } from './environment.ts'

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

/** A logger without what is below a level. */
export class LevelledLogger {
  readonly #logger: Logger
  readonly #rank: number
  readonly #fieldsFirst: boolean

  /** @param variable what {@link LOG_VARIABLE} of the environment says. */
  constructor(logger: Logger | undefined, level: LogLevel | undefined, variable?: string | undefined) {
    const ofProgram = level ?? levelOf(LOG_VARIABLE, variable, LOG_LEVELS)
    this.#logger = logger ?? (level === undefined ? standardError() : console)
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

/** For where a variable turned logging on. */
function standardError(): Logger {
  return { debug: toStandardError, info: toStandardError, warn: toStandardError, error: toStandardError }
}
