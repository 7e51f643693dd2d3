import { RateLimitedError, UnauthorizedError } from '../errors/api-errors.ts'
import { showAwaiter } from '../errors/caller-stack.ts'
import { KamakiError } from '../errors/kamaki-error.ts'
import { LevelledLogger, LOG_VARIABLE } from '../observe/logger.ts'
import { type Observation, Observer } from '../observe/observer.ts'
import { AbortScope } from '../runtime/abort-scope.ts'
import type { IncomingResponse } from '../runtime/direct-send.ts'
import { Limiter } from '../runtime/limiter.ts'
import { platform } from '../runtime/platform.ts'
import { type Attempt, send } from './attempt.ts'
import { type CallDefaults, callDefaults } from './call-defaults.ts'
import { type Channel, channelOf } from './channel.ts'
import { checkClientOptions } from './check-options.ts'
import type { ClientOptions, RequestOptions, TokenSource } from './options.ts'
import type { PreparedCall } from './prepared-call.ts'
import { RetryBudget } from './retry-budget.ts'
import { isTransient, outcomeNote, outcomeUnknown, retryDelay } from './retry-policy.ts'
import { attemptLimit, type Progress, timeoutError } from './time-limits.ts'
import { TokenHolder } from './token.ts'

const defaultConcurrency = 32

/** An expected response, and the attempt that received it. */
export interface Received extends Attempt {
  readonly response: IncomingResponse
  /** For a consumer that passes the open body on: the call's limits apply until the returned function is called. */
  keepOpen(): (error?: unknown) => void
  /** Resets the count of retries, after progress that need not be repeated. */
  progressed(): void
}

/** What a call does apart from sending. */
export interface CallPlan<T> {
  /** Prepares the call; called for each attempt. */
  readonly prepare: () => PreparedCall
  /** Turns an expected response into the call's result, within the time limits of the call. */
  readonly consume: (received: Received) => Promise<T>
  /** Checks whether a write with unknown outcome has happened; see `ConfirmOptions`. */
  readonly confirm?: ((request: RequestOptions) => Promise<T | undefined>) | undefined
}

/** The state of a running call. */
interface Run<T> {
  readonly plan: CallPlan<T>
  readonly total: AbortScope
  readonly deadline: number
  readonly progress: Progress
  readonly observer: Observer
  call: PreparedCall
  /** Attempts made in all. */
  attempts: number
  /** The error of the last attempt that failed. */
  lastError: unknown
  /** Attempts that failed since the call last made progress. */
  retries: number
  open: boolean
}

/** Sends calls. Those of one client share its token, limits, retry budget and logger. */
export class Transport {
  readonly options: ClientOptions
  #defaults: CallDefaults | undefined
  readonly #channel: Channel
  readonly #tokens: TokenHolder
  readonly #limiter: Limiter
  readonly #budget = new RetryBudget()
  readonly #observation: Observation

  constructor(token: TokenSource, given: ClientOptions, service?: string | undefined) {
    const options = checkClientOptions(given)
    this.#tokens = TokenHolder.of(token)
    this.options = options
    this.#limiter = new Limiter(options.concurrency ?? defaultConcurrency)
    this.#observation = {
      service: service || undefined,
      logger: new LevelledLogger(options.logger, options.logLevel, platform.env(LOG_VARIABLE)),
      hooks: options.hooks,
      logToken: options.logToken === true,
      logData: options.logData === true,
    }
    this.#channel = channelOf(options)
  }

  /** @throws {InvalidArgumentError} for headers that cannot be sent. */
  get defaults(): CallDefaults {
    this.#defaults ??= callDefaults(this.options)
    return this.#defaults
  }

  /** The token for another client that is to share it. */
  tokenSource(): TokenSource {
    return this.#tokens.source
  }

  /** The current token. */
  token(): Promise<string> {
    return this.#tokens.get()
  }

  /** Drops a token that a function returned. */
  forgetToken(): void {
    this.#tokens.forget()
  }

  async run<T>(plan: CallPlan<T>): Promise<T> {
    const call = plan.prepare()
    const { signal, timeoutMs = Number.POSITIVE_INFINITY } = call
    const progress: Progress = {
      phase: 'queue',
      lastError: undefined,
      secrets: { [Symbol.iterator]: () => this.#secretsOf(call) },
    }
    const total = new AbortScope(signal)
    total.arm(timeoutMs, () => timeoutError(call, progress, 'total', timeoutMs))
    const observer = new Observer(this.#observation, call, progress)
    const deadline = performance.now() + timeoutMs
    const run: Run<T> = {
      plan,
      call,
      total,
      deadline,
      progress,
      observer,
      attempts: 0,
      lastError: undefined,
      retries: 0,
      open: false,
    }
    try {
      return await this.#withRetries(run)
    } catch (error) {
      showAwaiter(error)
      annotate(error, run)
      observer.failure(error)
      throw error
    } finally {
      if (!run.open) total.close()
    }
  }

  async #withRetries<T>(run: Run<T>): Promise<T> {
    const { plan, total, progress, observer } = run
    let renewed = false
    for (;;) {
      total.throwIfAborted()
      progress.phase = 'token'
      const token = run.call.authenticate ? await this.#token(run) : undefined
      try {
        const result = await this.#once(run, token)
        this.#budget.succeed(run.retries)
        return result
      } catch (error) {
        run.lastError = error
        total.throwIfAborted()
        if (UnauthorizedError.isInstance(error) && token !== undefined && !renewed && run.call.repeatable) {
          renewed = true
          progress.phase = 'token'
          if ((await this.#token(run, token)) === undefined) throw error
          observer.retry(error, 0)
          continue
        }
        await this.#pause(run, error)
        // A request over the rate limit was not executed.
        const result = RateLimitedError.isInstance(error) ? undefined : await this.#confirmed(run, error)
        if (result !== undefined) return result
      }
      run.call = plan.prepare()
    }
  }

  /** The token for an attempt, within the attempt's limit; `rejected` is the one that the cloud no longer accepts. */
  async #token<T>({ call, total, progress }: Run<T>, rejected?: string): Promise<string | undefined> {
    if (rejected === undefined && this.#tokens.known !== undefined) return this.#tokens.known
    const scope = new AbortScope(total)
    const limit = attemptLimit(call, 0)
    scope.arm(limit, () => timeoutError(call, progress, 'attempt', limit))
    try {
      return await (rejected === undefined
        ? this.#tokens.get(scope.signal)
        : this.#tokens.renew(rejected, scope.signal))
    } finally {
      scope.close()
    }
  }

  /** Waits for the next retry, or throws the error if there is to be none. */
  async #pause<T>(run: Run<T>, error: unknown): Promise<void> {
    const { call, plan, total, deadline, progress, observer } = run
    run.retries += 1
    const safe = call.idempotent || plan.confirm !== undefined
    const retryable = isTransient(error) || call.retryOn?.(error) === true
    if (run.retries > call.retry.limit || !safe || !call.repeatable || !retryable) throw error
    const delay = retryDelay(call.retry, run.retries, error, Math.random())
    if (delay === undefined || !this.#budget.take()) throw error
    progress.phase = 'retry'
    progress.lastError = error
    if (performance.now() + delay >= deadline) throw timeoutError(call, progress, 'total', call.timeoutMs ?? 0)
    observer.retry(error, delay)
    await total.sleep(delay)
  }

  /** The result of a write that turns out to have happened, else undefined. A check that fails is repeated, which counts as a retry. */
  async #confirmed<T>(run: Run<T>, error: unknown): Promise<T | undefined> {
    const { plan, total } = run
    const { attemptTimeoutMs } = run.call
    for (;;) {
      try {
        return await plan.confirm?.({ signal: total.signal, attemptTimeoutMs, retry: false })
      } catch (failure) {
        total.throwIfAborted()
        if (!isTransient(failure)) throw error
        await this.#pause(run, error)
      }
    }
  }

  /** Found only when they are needed: in an error, or a log line. */
  *#secretsOf(call: PreparedCall): Generator<string, void, undefined> {
    yield* this.#tokens.secrets
    yield* call.secrets()
  }

  async #once<T>(run: Run<T>, token: string | undefined): Promise<T> {
    const { call, total, progress, observer } = run
    run.attempts += 1
    progress.phase = 'queue'
    const release = call.withinSlot
      ? undefined
      : (this.#limiter.tryAcquire() ?? (await this.#limiter.acquire(total.signal)))
    const scope = new AbortScope(total)
    const limit = attemptLimit(call, 0)
    scope.arm(limit, () => timeoutError(call, progress, 'attempt', limit))
    const { secrets } = progress
    const attempt: Attempt = { channel: this.#channel, call, token, secrets, scope, progress, observer }
    try {
      const response = await send(attempt)
      const keepOpen = (): ((error?: unknown) => void) => {
        run.open = true
        return (error) => {
          scope.close()
          total.close()
          observer.end(error)
        }
      }
      const progressed = (): void => {
        // Its retries have come to a good end, as those of a call that succeeds.
        if (run.retries > 0) this.#budget.succeed(run.retries)
        run.retries = 0
      }
      const result = await run.plan.consume({ ...attempt, response, keepOpen, progressed })
      observer.done(response.status)
      if (!run.open) observer.end()
      return result
    } finally {
      release?.()
      if (!run.open) scope.close()
    }
  }
}

/** Adds to the message of a final error what only the call as a whole knows. An error of a token function is not of this call alone. */
function annotate<T>(error: unknown, { call, plan, total, attempts, lastError }: Run<T>): void {
  if ((error !== lastError && error !== total.reason) || Object.isFrozen(error)) return
  if (!KamakiError.isInstance(error) || !(isTransient(error) || outcomeUnknown(error))) return
  const notes: string[] = []
  if (attempts > 1) notes.push(`tried ${attempts} times`)
  if (!call.idempotent && plan.confirm === undefined && outcomeUnknown(error)) notes.push(outcomeNote)
  if (notes.length === 0 || call.signal?.aborted === true) return
  const { message } = error
  error.message = `${message}; ${notes.join('; ')}`
  error.stack = error.stack?.replace(message, error.message) ?? ''
}
