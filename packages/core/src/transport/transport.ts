import { UnauthorizedError } from '../errors/status-errors.ts'
import { TimeoutError } from '../errors/timeout-error.ts'
import { Limiter } from '../limit.ts'
import { LevelledLogger } from '../logger.ts'
import type { CallOptions, ClientOptions, TokenSource } from '../options.ts'
import { safeUrl } from '../redact.ts'
import { TokenHolder } from '../token.ts'
import { AbortScope } from './abort-scope.ts'
import { attempt, type Progress, type Wire } from './attempt.ts'
import { RetryBudget } from './budget.ts'
import { type Call, prepareCall } from './call.ts'
import { requestIdOf } from './refusal.ts'
import { isTransient, retryDelay } from './retry-policy.ts'
import { isNode } from './runtime.ts'

const defaultAttemptMs = 60_000
const defaultConcurrency = 32

/** What is made of a good reply, within the time limits of the call. */
export type Consume<T> = (reply: Reply) => Promise<T>

export interface Reply {
  readonly call: Call
  readonly response: Response
  readonly secrets: readonly string[]
  /** Of this attempt. */
  readonly scope: AbortScope
  /** Called by a consumer that hands the open body on: from then on it has to close. */
  keepOpen(): () => void
}

/** The mark of a fetch that is the built-in one of Node with other connections. */
export const nodeFetchMark: unique symbol = Symbol.for('@kamaki/core/node-fetch') as never

/** What the calls of one client share: token, limits, retry budget, logger. */
export class Transport {
  readonly #wire: Wire
  readonly #tokens: TokenHolder
  readonly #options: ClientOptions
  readonly #limiter: Limiter
  readonly #budget = new RetryBudget()
  readonly #logger: LevelledLogger

  constructor(token: TokenSource, options: ClientOptions) {
    const fetch = options.fetch ?? globalThis.fetch
    this.#tokens = new TokenHolder(token)
    this.#options = options
    this.#limiter = new Limiter(options.concurrency ?? defaultConcurrency)
    this.#logger = new LevelledLogger(options.logger, options.logLevel)
    this.#wire = {
      // Called without a receiver, as the built-in one demands.
      fetch: (input, init) => fetch(input, init),
      fastStreams: isNode && (options.fetch === undefined || nodeFetchMark in options.fetch),
      userAgent: options.userAgent,
    }
  }

  /** The token in use. */
  token(): Promise<string> {
    return this.#tokens.get()
  }

  async run<T>(
    endpointUrl: string,
    method: string,
    path: string,
    options: CallOptions,
    consume: Consume<T>,
  ): Promise<T> {
    const call = prepareCall(endpointUrl, method, path, options, this.#options)
    const progress: Progress = { phase: 'queue' }
    const total = new AbortScope(call.signal)
    const { timeoutMs } = call
    if (timeoutMs !== undefined) total.arm(timeoutMs, () => timeoutError(call, progress, 'total', timeoutMs))
    let open = false
    const keepOpen = (): void => {
      open = true
    }
    try {
      return await this.#withRetries(call, total, progress, consume, keepOpen)
    } finally {
      if (!open) total.close()
    }
  }

  async #withRetries<T>(
    call: Call,
    total: AbortScope,
    progress: Progress,
    consume: Consume<T>,
    keepOpen: () => void,
  ): Promise<T> {
    let retries = 0
    let renewed = false
    for (;;) {
      total.throwIfAborted()
      progress.phase = 'token'
      const token = call.authenticate ? await total.race(this.#tokens.get()) : undefined
      try {
        const result = await this.#once(call, token, total, progress, consume, keepOpen)
        this.#budget.succeed(retries)
        return result
      } catch (error) {
        total.throwIfAborted()
        if (UnauthorizedError.isInstance(error) && token !== undefined && !renewed && call.repeatable) {
          renewed = true
          progress.phase = 'token'
          if ((await total.race(this.#tokens.renew(token))) === undefined) throw error
          continue
        }
        if (retries >= call.retry.limit || !call.repeatable || !isTransient(error)) throw error
        const delay = retryDelay(call.retry, retries + 1, error, Math.random())
        if (delay === undefined || !this.#budget.take()) throw error
        retries += 1
        progress.phase = 'retry'
        this.#logger.log('warn', `${call.method} ${safeUrl(call.url)} failed, trying again in ${delay} ms`)
        await total.sleep(delay)
      }
    }
  }

  async #once<T>(
    call: Call,
    token: string | undefined,
    total: AbortScope,
    progress: Progress,
    consume: Consume<T>,
    keepOpen: () => void,
  ): Promise<T> {
    progress.phase = 'queue'
    const release = await this.#limiter.acquire(total.signal)
    const scope = new AbortScope(total.signal)
    const attemptMs = call.attemptTimeoutMs ?? defaultAttemptMs
    progress.phase = 'headers'
    scope.arm(attemptMs, () => timeoutError(call, progress, 'attempt', attemptMs))
    let open = false
    try {
      const response = await attempt(this.#wire, call, token, undefined, scope, progress, (reply) => {
        this.#logger.log('debug', `${call.method} ${safeUrl(call.url)} ${reply.status}`, {
          requestId: requestIdOf(reply.headers),
        })
      })
      return await consume({
        call,
        response,
        secrets: token === undefined ? [] : [token],
        scope,
        keepOpen: () => {
          open = true
          keepOpen()
          return () => {
            scope.close()
            total.close()
          }
        },
      })
    } finally {
      release()
      if (!open) scope.close()
    }
  }
}

function timeoutError(call: Call, progress: Progress, limit: 'attempt' | 'total', timeoutMs: number): TimeoutError {
  const { method } = call
  const url = safeUrl(call.url)
  const { phase } = progress
  const option = limit === 'total' ? 'timeoutMs' : 'attemptTimeoutMs'
  const waiting = {
    queue: 'waiting for a free slot (concurrency)',
    token: 'waiting for the token',
    headers: 'waiting for an answer',
    body: "reading the reply's body",
    retry: 'waiting to try again',
  }[phase]
  return new TimeoutError(`No end after ${timeoutMs} ms (${option}), while ${waiting} (${method} ${url})`, {
    phase,
    limit,
    timeoutMs,
    method,
    url,
  })
}
