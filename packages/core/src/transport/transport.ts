import { UnauthorizedError } from '../errors/api-errors.ts'
import { type Call, prepareCall } from '../http/request.ts'
import { LevelledLogger } from '../observe/logger.ts'
import { type Observation, Observer } from '../observe/observer.ts'
import { AbortScope } from '../runtime/abort-scope.ts'
import { Limiter } from '../runtime/limiter.ts'
import { nodeFetchMark } from '../runtime/node-fetch-mark.ts'
import { isNode } from '../runtime/platform.ts'
import { type Attempt, type Channel, send } from './attempt.ts'
import type { CallOptions, ClientOptions, TokenSource } from './options.ts'
import { RetryBudget } from './retry-budget.ts'
import { isTransient, retryDelay } from './retry-policy.ts'
import { attemptLimit, type Progress, timeoutError } from './time-limits.ts'
import { TokenHolder } from './token.ts'

const defaultConcurrency = 32

/** A good reply, and what rules the reading of its body. */
export interface Reply extends Attempt {
  readonly response: Response
  /** For a consumer that hands the open body on: the call then stays under its limits until the function returned is called. */
  keepOpen(): () => void
}

/** Makes of a good reply what the caller wants, within the time limits of the call. */
export type Consume<T> = (reply: Reply) => Promise<T>

/** One call while it runs. */
interface Run<T> {
  readonly call: Call
  readonly total: AbortScope
  readonly deadline: number
  readonly progress: Progress
  readonly observer: Observer
  readonly consume: Consume<T>
  open: boolean
}

/** What the calls of one client share: token, limits, retry budget, logger. */
export class Transport {
  readonly #wire: Channel
  readonly #tokens: TokenHolder
  readonly #options: ClientOptions
  readonly #limiter: Limiter
  readonly #budget = new RetryBudget()
  readonly #watching: Observation

  constructor(token: TokenSource, options: ClientOptions) {
    const { fetch } = options
    this.#tokens = new TokenHolder(token)
    this.#options = options
    this.#limiter = new Limiter(options.concurrency ?? defaultConcurrency)
    this.#watching = {
      logger: new LevelledLogger(options.logger, options.logLevel),
      hooks: options.hooks,
      logToken: options.logToken === true,
      logData: options.logData === true,
    }
    this.#wire = {
      // Looked up at each call, so that a patched global counts; called without a receiver, as the built-in one demands.
      fetch: fetch === undefined ? (input, init) => globalThis.fetch(input, init) : (input, init) => fetch(input, init),
      fastStreams: isNode && (fetch === undefined || fetch === globalThis.fetch || nodeFetchMark in fetch),
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
    const { signal, timeoutMs = Number.POSITIVE_INFINITY } = call
    const progress: Progress = { phase: 'queue', lastError: undefined }
    const total = new AbortScope(signal)
    total.arm(timeoutMs, () => timeoutError(call, progress, 'total', timeoutMs))
    const observer = new Observer(this.#watching, call)
    const deadline = performance.now() + timeoutMs
    const run: Run<T> = { call, total, deadline, progress, observer, consume, open: false }
    try {
      return await this.#withRetries(run)
    } catch (error) {
      observer.failure(error)
      throw error
    } finally {
      if (!run.open) total.close()
    }
  }

  async #withRetries<T>(run: Run<T>): Promise<T> {
    const { call, total, progress, observer } = run
    let retries = 0
    let renewed = false
    for (;;) {
      total.throwIfAborted()
      progress.phase = 'token'
      const token = call.authenticate ? await total.race(this.#tokens.get()) : undefined
      try {
        const result = await this.#once(run, token)
        this.#budget.succeed(retries)
        return result
      } catch (error) {
        total.throwIfAborted()
        if (UnauthorizedError.isInstance(error) && token !== undefined && !renewed && call.repeatable) {
          renewed = true
          progress.phase = 'token'
          if ((await total.race(this.#tokens.renew(token))) === undefined) throw error
          observer.retry(error, 0)
          continue
        }
        retries += 1
        await this.#pause(run, retries, error)
      }
    }
  }

  /** Waits for the next retry, or throws the error if there is to be none. */
  async #pause<T>(
    { call, total, deadline, progress, observer }: Run<T>,
    retries: number,
    error: unknown,
  ): Promise<void> {
    if (retries > call.retry.limit || !call.repeatable || !isTransient(error)) throw error
    const delay = retryDelay(call.retry, retries, error, Math.random())
    if (delay === undefined || !this.#budget.take()) throw error
    progress.phase = 'retry'
    progress.lastError = error
    if (performance.now() + delay >= deadline) throw timeoutError(call, progress, 'total', call.timeoutMs ?? 0)
    observer.retry(error, delay)
    await total.sleep(delay)
  }

  async #once<T>(run: Run<T>, token: string | undefined): Promise<T> {
    const { call, total, progress, observer } = run
    progress.phase = 'queue'
    const release = await this.#limiter.acquire(total.signal)
    const scope = new AbortScope(total.signal)
    const limit = attemptLimit(call, 0)
    scope.arm(limit, () => timeoutError(call, progress, 'attempt', limit))
    const attempt: Attempt = {
      wire: this.#wire,
      call,
      token,
      secrets: secretsOf(call, token),
      scope,
      progress,
      observer,
    }
    try {
      const response = await send(attempt)
      const keepOpen = (): (() => void) => {
        run.open = true
        return () => {
          scope.close()
          total.close()
        }
      }
      const result = await run.consume({ ...attempt, response, keepOpen })
      observer.done(response.status)
      return result
    } finally {
      release()
      if (!run.open) scope.close()
    }
  }
}

function secretsOf(call: Call, token: string | undefined): string[] {
  const secrets = [token, call.headers.get('x-auth-token'), call.headers.get('authorization')]
  return secrets.filter((secret) => secret !== undefined && secret !== null)
}
