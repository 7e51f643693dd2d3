import type { Dice } from './dice.ts'
import { FIELDS, PARAMETERS } from './fixtures.ts'
import { HEADER_VALUES, HEADERS } from './header-kinds.ts'
import type { Field, Operation } from './inventory.ts'
import { BODIES, JSON_KINDS } from './json-kinds.ts'
import { ENDINGS, METHODS, QUERY_PARTS, QUERY_VALUES, SEGMENTS } from './line-kinds.ts'
import { type FuzzRequest, type JsonTree, string } from './request.ts'

const KINDS = Object.values(JSON_KINDS)
const USERS = ['alice', 'alice', 'alice', 'alice', 'alice', 'bob', 'carol', '']

/** Makes requests that lie near those of the inventories, each with one odd thing about it, or a few. */
export class Generator {
  readonly #dice: Dice
  readonly #operations: readonly Operation[]
  /** How far the next request is from what makes sense, 0 to 1. */
  #wildness = 0

  constructor(dice: Dice, operations: readonly Operation[]) {
    this.#dice = dice
    this.#operations = operations
  }

  next(): FuzzRequest {
    const dice = this.#dice
    const operation = dice.pick(this.#operations)
    this.#wildness = dice.chance(0.2) ? 0 : dice.next() ** 1.5
    const method = this.#odd(0.08) ? dice.pick(METHODS) : operation.method
    const hasBody = !['GET', 'HEAD'].includes(method)
    const body = hasBody ? this.#body(operation) : undefined
    return {
      id: operation.id,
      as: this.#user(operation),
      base: operation.base,
      method,
      path: this.#path(operation),
      query: this.#query(operation),
      headers: this.#headers(operation, body !== undefined),
      body,
    }
  }

  #user({ auth }: Operation): string {
    if (auth === 'service') return this.#dice.chance(0.8) ? auth : 'alice'
    if (auth === 'admin') return this.#dice.pick(['admin', 'root', 'alice'])
    return this.#dice.pick(USERS)
  }

  #path({ path }: Operation): string {
    const filled = path.replace(/\{([^}]+)\}/g, (_, name: string) => {
      if (this.#odd(0.4)) return this.#dice.pick(SEGMENTS)
      return PARAMETERS[name] ?? this.#dice.pick(SEGMENTS)
    })
    return this.#odd(0.1) ? filled + this.#dice.pick(ENDINGS) : filled
  }

  #query({ query }: Operation): string[] {
    const dice = this.#dice
    const parts: string[] = []
    for (const name of query) {
      if (!dice.chance(0.3)) continue
      parts.push(dice.chance(0.15) ? name : `${encodeURIComponent(name)}=${dice.pick(QUERY_VALUES)}`)
    }
    while (this.#odd(0.2)) parts.push(dice.pick(QUERY_PARTS))
    return parts
  }

  #headers({ headers }: Operation, hasBody: boolean): [string, string][] {
    const dice = this.#dice
    const out = new Map<string, string>()
    if (hasBody && !this.#odd(0.1))
      out.set('Content-Type', this.#odd(0.15) ? dice.pick(HEADER_VALUES) : 'application/json')
    for (const header of headers) {
      if (header === 'Content-Type' || !dice.chance(0.2)) continue
      out.set(header.replace('*', dice.pick(['a', 'B-c', 'd_e'])), dice.pick(HEADER_VALUES))
    }
    while (this.#odd(0.25)) out.set(dice.pick(HEADERS), dice.pick(HEADER_VALUES))
    // No octets but those of Latin-1 fit into a header.
    return [...out].filter(([name]) => name !== '')
  }

  #body(operation: Operation): JsonTree | string | undefined {
    if (this.#odd(0.12)) return this.#dice.pick(BODIES)
    if (this.#odd(0.05)) return undefined
    const { $raw, ...fields } = operation.body
    if ($raw) return this.#dice.chance(0.8) ? 'some bytes' : ''
    // Actions are known by their only key.
    const names = Object.keys(fields)
    const action = operation.path.endsWith('/action') || operation.path.endsWith('/memberships')
    const one = action && names.length > 1 ? this.#dice.pick(names) : undefined
    return this.#object(one === undefined ? fields : { [one]: fields[one] ?? {} })
  }

  #object(fields: Readonly<Record<string, Field>>): JsonTree {
    if (this.#odd(0.06)) return this.#junk()
    const members: [string, JsonTree][] = []
    for (const [name, field] of Object.entries(fields))
      if (this.#dice.chance(field.required ? 0.97 : 0.4)) members.push([name, this.#value(name, field)])
    if (this.#odd(0.06)) members.push([this.#dice.pick(['x', '', 'a\u03b1', ...Object.keys(fields)]), this.#junk()])
    return { members }
  }

  #value(name: string, field: Field): JsonTree {
    const dice = this.#dice
    if (this.#odd(0.35)) return this.#junk()
    const type = field.type ?? ''
    if (/\[\]|^array/i.test(type)) return { list: Array.from({ length: dice.below(3) }, () => this.#item(name, field)) }
    if (field.fields) return this.#object(field.fields)
    if (field.enum && dice.chance(0.8)) return string(dice.pick(field.enum))
    if (/^bool/.test(type)) return { leaf: dice.pick(['true', 'false']) }
    if (/^map|^object/.test(type))
      return { members: [[dice.pick(['a', 'k', '', 'x.json']), dice.chance(0.6) ? string('v') : this.#junk()]] }
    const fitting = FIELDS[name]
    if (fitting !== undefined) return string(fitting)
    if (/^int|^number/.test(type)) return { leaf: dice.pick(['0', '1', '2', '10', '-1', '1000']) }
    return string(dice.pick(['x', 'something', '1']))
  }

  #item(name: string, field: Field): JsonTree {
    if (this.#odd(0.4)) return this.#junk()
    return field.fields ? this.#object(field.fields) : string(FIELDS[name] ?? 'x')
  }

  #junk(): JsonTree {
    return { leaf: this.#dice.pick(this.#dice.pick(KINDS)) }
  }

  /** Is this a place for something odd? */
  #odd(probability: number): boolean {
    return this.#dice.chance(probability * this.#wildness)
  }
}
