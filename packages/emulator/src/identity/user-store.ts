import type { Random } from '../base/random.ts'

/** A person with an account. */
export interface User {
  /** What the env file and the options call them. */
  readonly name: string
  readonly uuid: string
  email: string
  token: string
  firstName: string
  lastName: string
  /** Milliseconds since 1970; the token is refused from then on. */
  tokenExpires: number
  tokenCreated: number
  /** Uuid of the project that new things are charged to. */
  defaultProject: string
  groups: string[]
  /** False: deactivated, the token is refused. */
  active: boolean
  /** False: the token is refused until the terms of use are signed. */
  signedTerms: boolean
  deactivatedReason: string | null
  joined: number
  /** Password of the local login, known only to those whom the admin API made. */
  password: string | undefined
  /** What the admin API stores beside. */
  metadata: Record<string, unknown>
}

/** The account behind a token of a service component. */
export interface Component {
  readonly name: string
  readonly token: string
  /** Services whose resources it may see and charge. */
  readonly services: readonly string[]
}

/** Who may use the cloud. */
export class UserStore {
  readonly #all: User[] = []
  readonly #byUuid: Map<string, User> = new Map()
  readonly #byToken: Map<string, User> = new Map()
  readonly #byEmail: Map<string, User> = new Map()
  readonly components: Component[] = []

  add(user: User): User {
    this.#all.push(user)
    this.#byUuid.set(user.uuid, user)
    this.#byToken.set(user.token, user)
    this.#byEmail.set(user.email.toLowerCase(), user)
    return user
  }

  /** Names of the groups that anybody is in, in order of their ids. */
  get groups(): string[] {
    return [...new Set(this.#all.flatMap(({ groups }) => groups))]
  }

  all(): readonly User[] {
    return this.#all
  }

  byUuid(uuid: string): User | undefined {
    return this.#byUuid.get(uuid)
  }

  byEmail(email: string): User | undefined {
    return this.#byEmail.get(email.toLowerCase())
  }

  byName(name: string): User | undefined {
    return this.#all.find((user) => user.name === name)
  }

  /** The active user with this token, unless it has expired. */
  byToken(token: string, now: number): User | undefined {
    const user = this.#byToken.get(token)
    return user?.active && user.tokenExpires > now && user.signedTerms ? user : undefined
  }

  /** The user with this token, be it good or not. */
  withToken(token: string): User | undefined {
    return this.#byToken.get(token)
  }

  component(token: string): Component | undefined {
    return this.components.find((component) => component.token === token)
  }

  /** Gives a user another token; the old one is refused from now on. */
  renewToken(user: User, token: string, now: number): void {
    this.#byToken.delete(user.token)
    user.token = token
    user.tokenCreated = now
    user.tokenExpires = now + TOKEN_LIFETIME
    this.#byToken.set(token, user)
  }

  changeEmail(user: User, email: string): void {
    this.#byEmail.delete(user.email.toLowerCase())
    user.email = email
    this.#byEmail.set(email.toLowerCase(), user)
  }
}

/** Five years, as AUTH_TOKEN_DURATION of the recorded installation. */
export const TOKEN_LIFETIME: number = 5 * 365 * 24 * 3600 * 1000

/** What a real token looks like: 43 characters of URL-safe base64. */
export function newToken(random: Random): string {
  return random.text(43, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_')
}
