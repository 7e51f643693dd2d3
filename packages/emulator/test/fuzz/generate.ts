import type { Random } from '../../src/base/random.ts'
import { BROKEN, HEADERS, JUNK, METHODS, SEGMENTS, VALUES } from './junk.ts'
import type { Field, Operation } from './routes.ts'

/** A request as it will be sent: nothing about it need make sense. */
export interface Nonsense {
  method: string
  target: string
  headers: [name: string, value: string][]
  body: string | undefined
}

/** Identifiers and names of what there is, some by the name of the path parameter that they fit. */
export interface Known {
  any: readonly string[]
  fitting: Readonly<Record<string, readonly string[]>>
}

/** Makes requests that lie near those of the inventories, and others that lie nowhere. */
export class Generator {
  readonly #dice: Random
  readonly #operations: readonly Operation[]
  readonly #known: () => Known
  readonly #tokens: readonly string[]
  /** How far the next request is from what makes sense, 0 to 1. */
  #wildness = 1

  constructor(dice: Random, operations: readonly Operation[], tokens: readonly string[], known: () => Known) {
    this.#dice = dice
    this.#operations = operations
    this.#tokens = tokens
    this.#known = known
  }

  next(): Nonsense {
    const operation = this.#pick(this.#operations)
    this.#wildness = this.#dice.next() ** 2
    const method = this.#mutate(0.3) ? this.#pick(METHODS) : operation.method
    const target = this.#path(operation) + this.#query(operation)
    const headers: [string, string][] = []
    if (this.#chance(0.95))
      headers.push(['X-Auth-Token', this.#mutate(0.1) ? this.#pick(VALUES) : this.#pick(this.#tokens)])
    const body = ['GET', 'HEAD'].includes(method) ? undefined : this.#body(operation)
    if (body !== undefined && !this.#mutate(0.3))
      headers.push(['Content-Type', this.#mutate(0.4) ? 'application/octet-stream' : 'application/json'])
    for (const name of operation.headers) if (this.#chance(0.25)) headers.push([name, this.#headerValue()])
    while (this.#mutate(0.5)) headers.push([this.#pick(HEADERS), this.#headerValue()])
    return { method, target, headers, body }
  }

  #path({ path }: Operation): string {
    if (this.#mutate(0.06)) return `/${this.#pick(SEGMENTS)}/${this.#pick(SEGMENTS)}`
    let out = path.replace(/\{([^}]+)\}/g, (_, name: string) => this.#segment(name))
    if (this.#mutate(0.1)) out += this.#pick(['/', '//', '/..', '/%2e', '.json', '.xml', ';x', '/x'])
    return out
  }

  #segment(name: string): string {
    if (this.#mutate(0.4)) return this.#pick(SEGMENTS)
    const { any, fitting } = this.#known()
    return this.#pick((!this.#mutate(0.5) && fitting[name]) || any)
  }

  #query({ query }: Operation): string {
    const parts: string[] = []
    for (const name of query)
      if (this.#chance(0.3)) parts.push(this.#chance(0.2) ? name : `${encodeURIComponent(name)}=${this.#queryValue()}`)
    while (this.#mutate(0.4))
      parts.push(
        `${this.#pick(['format', 'update', 'limit', 'marker', 'until', 'version', 'delimiter', 'prefix', 'hashmap', 'changes-since', 'callback', 'X-Auth-Token2', '%zz', 'a%00'])}=${this.#queryValue()}`,
      )
    return parts.length > 0 ? `?${parts.join('&')}` : ''
  }

  #queryValue(): string {
    return this.#chance(0.3)
      ? this.#pick(VALUES).replace(/[^\x21-\x7e]|[#&]/g, '')
      : encodeURIComponent(this.#pick(VALUES))
  }

  #headerValue(): string {
    return this.#chance(0.2) ? this.#pick(this.#known().any) : this.#pick(VALUES)
  }

  #body(operation: Operation): string | undefined {
    if (this.#mutate(0.3)) return this.#pick(BROKEN)
    if (this.#mutate(0.2)) return undefined
    return JSON.stringify(this.#object(operation.body))
  }

  #object(fields: Record<string, Field>): unknown {
    if (this.#mutate(0.1)) return this.#pick(JUNK)
    const out: Record<string, unknown> = {}
    for (const [name, field] of Object.entries(fields)) {
      if (name === '$body') return this.#value(field)
      if (this.#chance(0.75)) out[name] = this.#value(field)
    }
    if (this.#mutate(0.1)) out[this.#pick(SEGMENTS)] = this.#pick(JUNK)
    return out
  }

  #value(field: Field): unknown {
    if (this.#mutate(0.4)) return this.#pick(JUNK)
    if (field.enum && this.#chance(0.8)) return this.#pick(field.enum)
    if (field.fields) return this.#object(field.fields)
    const type = field.type ?? ''
    if (/\[\]|^array|^Array/.test(type))
      return Array.from({ length: this.#dice.below(3) }, () =>
        this.#chance(0.5) ? this.#pick(this.#known().any) : this.#pick(JUNK),
      )
    if (/^bool/.test(type)) return this.#chance(0.5)
    if (/^int|^number/.test(type)) return this.#pick([0, 1, 2, 5, 10, -1, 1000, 2 ** 40])
    if (/^map|^object/.test(type))
      return { [this.#pick(['a', 'key', '', 'x.json', '__proto__'])]: this.#chance(0.6) ? 'v' : this.#pick(JUNK) }
    return this.#chance(0.6) ? this.#pick(this.#known().any) : this.#pick(VALUES)
  }

  #pick<T>(from: readonly T[]): T {
    return from[this.#dice.below(from.length)] as T
  }

  #mutate(probability: number): boolean {
    return this.#chance(probability * this.#wildness)
  }

  #chance(probability: number): boolean {
    return this.#dice.next() < probability
  }
}
