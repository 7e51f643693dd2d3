import { type RequestOptions, TimeoutError } from '@kamaki/core'
import { type Http, hideSecrets, requireRequestOptions, SingleFlight } from '@kamaki/core/toolkit'
import { Catalog } from './catalog.ts'
import type { Access, AuthenticateOptions, Tokens } from './tokens.ts'

/**
 * What a client has learned about its cloud and its user. The response to a request without a token has the catalog only; that to one
 * with a token has all. Failures are not kept.
 */
export class IdentityCache {
  readonly #tokens: Tokens
  readonly #accessFlight: SingleFlight<Access>
  readonly #catalogFlight: SingleFlight<Catalog>
  #access: Access | undefined
  #catalog: Catalog | undefined
  #forgotten = 0

  constructor(http: Http, tokens: Tokens) {
    this.#tokens = tokens
    const call = { phase: 'headers', limit: 'total', method: 'POST', url: `${http.endpointUrl}/tokens` } as const
    const onTimeout = (timeoutMs: number): TimeoutError =>
      new TimeoutError(`Timed out after ${timeoutMs} ms (timeoutMs) while waiting for ${call.method} ${call.url}`, {
        ...call,
        timeoutMs,
      })
    this.#accessFlight = new SingleFlight(onTimeout)
    this.#catalogFlight = new SingleFlight(onTimeout)
  }

  /** Asks, even if all is known, and keeps the response. */
  async authenticate(options?: AuthenticateOptions): Promise<Access> {
    const before = this.#forgotten
    const access = await this.#tokens.authenticate(options)
    if (before !== this.#forgotten) return access
    this.#access = access
    this.#catalog = new Catalog(access.serviceCatalog)
    return access
  }

  async access(given?: RequestOptions): Promise<Access> {
    const options = requireRequestOptions(given)
    return (
      this.#access ?? this.#accessFlight.run((signal) => this.authenticate({ ...shared(options), signal }), options)
    )
  }

  async catalog(given?: RequestOptions): Promise<Catalog> {
    const options = requireRequestOptions(given)
    return (
      this.#catalog ?? this.#catalogFlight.run((signal) => this.#fetchCatalog({ ...shared(options), signal }), options)
    )
  }

  async #fetchCatalog(options: RequestOptions): Promise<Catalog> {
    const before = this.#forgotten
    const catalog = new Catalog(await this.#tokens.catalog(options))
    if (before !== this.#forgotten) return catalog
    this.#catalog ??= catalog
    return this.#catalog
  }

  /** The user has another default project now. */
  setDefaultProject(id: string): void {
    if (this.#access === undefined) return
    const { token } = this.#access
    const renewed = hideSecrets({ ...token, id: token.id, tenant: { ...token.tenant, id } }, 'id')
    this.#access = { ...this.#access, token: renewed }
  }

  /** What is being asked for meanwhile reaches those who wait for it, and is not kept. */
  forget(): void {
    this.#access = undefined
    this.#catalog = undefined
    this.#accessFlight.forget()
    this.#catalogFlight.forget()
    this.#forgotten += 1
  }
}

/** The options that apply to the request for all who wait: those of the first, without what is its own. */
function shared({ signal: _own, timeoutMs: _limit, ...rest }: RequestOptions = {}): RequestOptions {
  return rest
}
