import type { Random, Sequence } from '../base/random.ts'
import type { Records } from '../base/records.ts'
import { Table } from '../base/table.ts'
import type { Component, NewUser, User, Users } from './model.ts'

/** What a user wrote. */
interface Feedback {
  readonly user: string
  readonly message: string
  readonly data: string
}

/** Who may use the cloud. */
export class UserStore implements Users {
  readonly #all: Table<number, User>
  readonly #numbers: Sequence
  readonly #components: Table<string, Component>
  readonly #feedback: Table<number, Feedback & { readonly number: number }>
  readonly #byName: Map<string, User> = new Map()
  readonly #byUuid: Map<string, User> = new Map()
  readonly #byToken: Map<string, User> = new Map()
  readonly #byEmail: Map<string, User> = new Map()

  constructor(records: Records) {
    this.#all = new Table(
      records,
      'user',
      ({ number }) => number,
      (user) => this.#index(user),
    )
    this.#numbers = records.sequence('user')
    this.#components = new Table(records, 'component', ({ name }) => name)
    this.#feedback = new Table(records, 'feedback', ({ number }) => number)
  }

  add(user: NewUser): User {
    const made = this.#all.add({ ...user, number: this.#numbers.next() })
    this.#index(made)
    return made
  }

  #index(user: User): void {
    if (!this.#byName.has(user.name)) this.#byName.set(user.name, user)
    this.#byUuid.set(user.uuid, user)
    this.#byToken.set(user.token, user)
    this.#byEmail.set(user.email.toLowerCase(), user)
  }

  addComponent(component: Component): void {
    this.#components.add(component)
  }

  /** What users sent as feedback, oldest first. */
  get feedback(): readonly Feedback[] {
    return [...this.#feedback.values()].map(({ user, message, data }) => ({ user, message, data }))
  }

  addFeedback(feedback: Feedback): void {
    this.#feedback.add({ ...feedback, number: this.#feedback.size + 1 })
  }

  /** Names of the groups that anybody is in, in order of their ids. */
  get groups(): string[] {
    return [...new Set(this.all().flatMap(({ groups }) => groups))]
  }

  all(): readonly User[] {
    return [...this.#all.values()]
  }

  byUuid(uuid: string): User | undefined {
    return this.#byUuid.get(uuid)
  }

  byEmail(email: string): User | undefined {
    return this.#byEmail.get(email.toLowerCase())
  }

  get operator(): User {
    const operator = this.byName(OPERATOR)
    if (!operator) throw new Error('A cloud without an operator.')
    return operator
  }

  byName(name: string): User | undefined {
    return this.#byName.get(name)
  }

  byToken(token: string, now: number): User | undefined {
    const user = this.#byToken.get(token)
    return user?.active && user.tokenExpires > now && user.signedTerms ? user : undefined
  }

  /** The user with this token, be it good or not. */
  withToken(token: string): User | undefined {
    return this.#byToken.get(token)
  }

  component(token: string): Component | undefined {
    for (const component of this.#components.values()) if (component.token === token) return component
    return undefined
  }

  componentNamed(name: string): Component | undefined {
    return this.#components.get(name)
  }

  /** Replaces the token of a user; the old one is rejected from now on. */
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

/** Name of the user who owns what the provider created, whom `env()` leaves out. */
export const OPERATOR = 'operator'

/** Five years, as AUTH_TOKEN_DURATION of the recorded installation. */
export const TOKEN_LIFETIME: number = 5 * 365 * 24 * 3600 * 1000

/** What a real token looks like: 43 characters of URL-safe base64. */
export function newToken(random: Random): string {
  return random.text(43, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_')
}
