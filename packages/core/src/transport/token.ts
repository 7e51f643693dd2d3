import { InvalidArgumentError } from '../errors/client-errors.ts'
import type { TokenSource } from './options.ts'

/** Refuses what cannot be a token, without ever quoting it. */
export function checkToken(token: unknown): string {
  if (typeof token !== 'string') {
    throw new InvalidArgumentError(
      `The token must be a text, not ${token === null ? 'null' : typeof token}. Pass your API token (is an environment variable unset?)`,
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

/** A token, and the means to get a new one. */
export class TokenHolder {
  readonly #provider: (() => string | Promise<string>) | undefined
  #token: string | undefined
  #pending: Promise<string> | undefined

  constructor(source: TokenSource) {
    if (typeof source === 'function') this.#provider = source
    else this.#token = checkToken(source)
  }

  /** The token in use; asks the provider if there is none yet. */
  get(): Promise<string> {
    return this.#token === undefined ? this.#ask() : Promise.resolve(this.#token)
  }

  /**
   * The token to try after the cloud refused `used`, or undefined if there is no other. The provider is asked only if nobody else
   * got a new token meanwhile, and once for all who ask at the same time.
   */
  async renew(used: string): Promise<string | undefined> {
    if (this.#provider === undefined) return undefined
    if (this.#token !== undefined && this.#token !== used) return this.#token
    const token = await this.#ask()
    return token === used ? undefined : token
  }

  #ask(): Promise<string> {
    this.#pending ??= this.#fetch().finally(() => {
      this.#pending = undefined
    })
    return this.#pending
  }

  async #fetch(): Promise<string> {
    const token = checkToken(await this.#provider?.())
    this.#token = token
    return token
  }
}
