/** Things that others refer to, by a link: `network/5`. */
export class Links {
  readonly #byThing: WeakMap<object, string> = new WeakMap()
  /** Only while a state is read. */
  #byLink: Map<string, object> | undefined

  has(thing: object): boolean {
    return this.#byThing.has(thing)
  }

  linkOf(thing: object): string | undefined {
    return this.#byThing.get(thing)
  }

  set(thing: object, link: string): void {
    this.#byThing.set(thing, link)
    this.#byLink?.set(link, thing)
  }

  /** @throws {RangeError} if there is no such thing */
  find(link: string): object {
    const thing = this.#byLink?.get(link)
    if (!thing) throw new RangeError(`There is no ${link}, to which another record refers.`)
    return thing
  }

  /** Things that are set while `run` runs can be found by their links. */
  collect(run: () => void): void {
    this.#byLink = new Map()
    try {
      run()
    } finally {
      this.#byLink = undefined
    }
  }
}

/**
 * A value as JSON: what JSON does not have becomes an object with one field that begins with `$`.
 * @throws {TypeError} for what cannot be kept, such as an instance of a class
 */
export function packed(value: unknown, links: Links): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { $number: Object.is(value, -0) ? '-0' : String(value) }
    case 'undefined':
      return { $undefined: true }
    case 'bigint':
      return { $bigint: String(value) }
    case 'object':
      return value === null ? null : packedObject(value, links)
    default:
      throw new TypeError(`A ${typeof value} cannot be kept.`)
  }
}

function packedObject(value: object, links: Links): unknown {
  const link = links.linkOf(value)
  if (link !== undefined) return { $link: link }
  const inner = (item: unknown) => packed(item, links)
  if (Array.isArray(value)) return value.map(inner)
  if (value instanceof Map) return { $map: [...value].map((pair) => pair.map(inner)) }
  if (value instanceof Set) return { $set: [...value].map(inner) }
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null)
    throw new TypeError(`A ${value.constructor.name} cannot be kept.`)
  const entries = Object.entries(value).map(([name, item]) => [name, inner(item)] as const)
  return entries.some(([name]) => isSpecial(name)) ? { $object: entries } : Object.fromEntries(entries)
}

/** Names that cannot stand for themselves. */
const isSpecial = (name: string): boolean => name.startsWith('$') || name === '__proto__'

/** The value that `packed` made this of. @throws {RangeError} for a link to nothing, or what `packed` does not make */
export function unpacked(value: unknown, links: Links): unknown {
  if (typeof value !== 'object' || value === null) return value
  const inner = (item: unknown) => unpacked(item, links)
  if (Array.isArray(value)) return value.map(inner)
  const entries = Object.entries(value)
  const [name = '', content] = entries[0] ?? []
  if (!name.startsWith('$')) return Object.fromEntries(entries.map(([key, item]) => [key, inner(item)]))
  switch (name) {
    case '$link':
      return links.find(String(content))
    case '$bigint':
      return BigInt(String(content))
    case '$number':
      return Number(content)
    case '$undefined':
      return undefined
    case '$map':
      return new Map(pairs(content).map(([key, item]) => [inner(key), inner(item)]))
    case '$set':
      return new Set(list(content).map(inner))
    case '$object':
      return pairs(content).reduce<Record<string, unknown>>(
        (object, [key, item]) =>
          Object.defineProperty(object, String(key), {
            value: inner(item),
            enumerable: true,
            writable: true,
            configurable: true,
          }),
        {},
      )
    default:
      throw new RangeError(`A value has the unknown form '${name}'.`)
  }
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new RangeError('A list in a record is not a list.')
  return value
}

const pairs = (value: unknown): (readonly unknown[])[] => list(value).map(list)

/** The map without an entry; undefined if there is none with this key. */
export function withoutKey<V>(map: ReadonlyMap<string, V>, key: string): ReadonlyMap<string, V> | undefined {
  if (!map.has(key)) return undefined
  const rest = new Map(map)
  rest.delete(key)
  return rest
}
