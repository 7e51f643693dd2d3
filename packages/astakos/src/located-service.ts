import type { ApiResponse, CallOptions, Path, RequestOptions } from '@kamaki/core'
import type { Http } from '@kamaki/core/toolkit'
import type { Caller } from './caller.ts'

/** A service that the catalog tells the place of, which is looked up at the first call. */
export class LocatedService implements Caller {
  readonly #locate: (options: RequestOptions) => Promise<Http>

  constructor(locate: (options: RequestOptions) => Promise<Http>) {
    this.#locate = locate
  }

  async json<T>(method: string, path: Path | string, options: CallOptions = {}): Promise<T> {
    const [http, rest] = await this.#located(options)
    return http.json<T>(method, path, rest)
  }

  async empty(method: string, path: Path | string, options: CallOptions = {}): Promise<ApiResponse> {
    const [http, rest] = await this.#located(options)
    return http.empty(method, path, rest)
  }

  async send(method: string, path: Path | string, options: CallOptions = {}): Promise<ApiResponse> {
    const [http, rest] = await this.#located(options)
    return http.send(method, path, rest)
  }

  /** Looking up counts against the call's time limit; the headers are for the call alone. */
  async #located(options: CallOptions): Promise<[Http, CallOptions]> {
    const { signal, timeoutMs, attemptTimeoutMs, retry } = options
    const started = Date.now()
    const http = await this.#locate({ signal, timeoutMs, attemptTimeoutMs, retry })
    if (timeoutMs === undefined) return [http, options]
    return [http, { ...options, timeoutMs: Math.max(1, timeoutMs - (Date.now() - started)) }]
  }
}
