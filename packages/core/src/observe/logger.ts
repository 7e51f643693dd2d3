import { callSafely } from './callback.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'off'

/** Where log lines go; `console` is one, so are pino and winston loggers. A logger that fails does not fail the call. */
export interface Logger {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void
  info(message: string, fields?: Readonly<Record<string, unknown>>): void
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void
  error(message: string, fields?: Readonly<Record<string, unknown>>): void
}

const rank: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3, off: 4 }

/** A logger without what is below a level. */
export class LevelledLogger {
  readonly #logger: Logger
  readonly #rank: number

  constructor(logger: Logger | undefined, level: LogLevel | undefined) {
    this.#logger = logger ?? console
    this.#rank = rank[level ?? (logger ? 'info' : 'off')]
  }

  enabled(level: Exclude<LogLevel, 'off'>): boolean {
    return rank[level] >= this.#rank
  }

  log(level: Exclude<LogLevel, 'off'>, message: string, fields?: Readonly<Record<string, unknown>>): void {
    if (!this.enabled(level)) return
    // A logger that fails must not fail the call.
    callSafely(
      () => (fields === undefined ? this.#logger[level](message) : this.#logger[level](message, fields)),
      () => undefined,
    )
  }
}
