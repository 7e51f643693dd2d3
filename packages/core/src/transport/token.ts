import { InvalidArgumentError } from '../errors/client-errors.ts'
import { SingleFlight } from '../runtime/single-flight.ts'
import { formatValue } from '../validate/invalid-argument.ts'
import type { TokenSource } from './options.ts'

/** Rejects what cannot be a token, without ever quoting it. */
function checkToken(token: unknown): string {
  if (typeof token !== 'string') {
    throw new InvalidArgumentError(
      `The token must be a string, or a function that returns one; got ${formatValue(token)}. Pass your API token (is an environment variable unset?)`,
      { parameter: 'token' },
    )
  }
  if (token.trim() === '') {
    throw new InvalidArgumentError(
      'The token is empty. Pass your API token, which the web interface of the cloud shows (is an environment variable unset?)',
      {
        parameter: 'token',
      },
    )
  }
  if (/[\s\p{Cc}]/u.test(token) || /[^\x21-\x7e]/.test(token)) {
    throw new InvalidArgumentError(
      'The token contains a line break, white space or another character that no token has. If it was read from a file, trim() it',
      { parameter: 'token' },
    )
  }
  return token
}

/** So many of the last tokens are masked: a late response may still show one that has been renewed since. */
const rememberedTokens = 16

/** The holders behind the functions by which clients share their tokens. */
const shared = new WeakMap<object, TokenHolder>()

/** A token, and the means to get a new one. */
export class TokenHolder {
  /** What a client was passed; with another client's `source`, that client's own. */
  static of(source: TokenSource): TokenHolder {
    return (typeof source === 'function' ? shared.get(source) : undefined) ?? new TokenHolder(source)
  }

  readonly #provider: (() => string | Promise<string>) | undefined
  readonly #flight = new SingleFlight<string>()
  #source: (() => string | Promise<string>) | undefined
  #token: string | undefined
  #secrets: readonly string[] = []
  /** How often the provider was asked, and by which of these the token in use came: one that was asked for before it is older. */
  #asked = 0
  #kept = 0

  private constructor(source: TokenSource) {
    if (typeof source === 'function') this.#provider = source
    else this.#keep(checkToken(source))
  }

  /** For clients that are to share this token: what one renews the others use, and there is one renewal at a time. */
  get source(): TokenSource {
    const provider = this.#provider
    if (provider === undefined) return this.#token ?? ''
    if (this.#source === undefined) {
      // To another copy of this package it is a function like any other.
      this.#source = () => provider()
      shared.set(this.#source, this)
    }
    return this.#source
  }

  /** The tokens that must not show, the one in use and those before it. */
  get secrets(): readonly string[] {
    return this.#secrets
  }

  /** Drops the token of a provider, which is asked again for the next call. */
  forget(): void {
    if (this.#provider === undefined) return
    this.#token = undefined
    this.#flight.forget()
    this.#kept = this.#asked
  }

  #keep(token: string): void {
    this.#token = token
    this.#remember(token)
  }

  #remember(token: string): void {
    this.#secrets = [token, ...this.#secrets.filter((other) => other !== token)].slice(0, rememberedTokens)
  }

  /** The token in use, if it is known. */
  get known(): string | undefined {
    return this.#token
  }

  /** The token in use; asks the provider if there is none yet. */
  async get(signal?: AbortSignal): Promise<string> {
    return this.#token ?? this.#ask(signal)
  }

  /**
   * The token to try after the cloud rejected `used`, or undefined if there is no other. The provider is asked only if no other call
   * got a new token meanwhile, and once for all that ask at the same time.
   */
  async renew(used: string, signal?: AbortSignal): Promise<string | undefined> {
    if (this.#provider === undefined) return undefined
    if (this.#token !== undefined && this.#token !== used) return this.#token
    const token = await this.#ask(signal)
    return token === used ? undefined : token
  }

  /** A provider that does not settle holds nobody longer than their own limit, and is called again by who comes after. */
  #ask(signal: AbortSignal | undefined): Promise<string> {
    return this.#flight.run(
      async () => {
        const asked = ++this.#asked
        const token = checkToken(await this.#provider?.())
        // One that was asked for before `forget`, or before the one in use, may be the old one: it serves those who wait for it, and
        // nobody after them.
        if (asked > this.#kept) {
          this.#kept = asked
          this.#keep(token)
        } else this.#remember(token)
        return token
      },
      { signal },
    )
  }
}
