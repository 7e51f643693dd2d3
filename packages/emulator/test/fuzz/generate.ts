import type { Random } from '../../src/frame/ids.ts'
import type { Field, Operation } from './routes.ts'

/** A request as it will be sent: nothing about it need make sense. */
export interface Nonsense {
  method: string
  target: string
  headers: [name: string, value: string][]
  body: string | undefined
}

const METHODS = [
  'GET',
  'PUT',
  'POST',
  'DELETE',
  'HEAD',
  'OPTIONS',
  'PATCH',
  'COPY',
  'MOVE',
  'LINK',
  'PURGE',
  'FROB',
  'get',
  "X!#$%&'*+-.^_`|~9",
]
const SEGMENTS = [
  '1',
  '0',
  '2',
  '-1',
  '+1',
  '01',
  '999999999999999999999999',
  '1.5',
  '1e3',
  'abc',
  '',
  '%20',
  '%00',
  '%0A',
  '%FF',
  '%C3%28',
  '%2F',
  '%2e%2e',
  '%zz',
  '%',
  'a%2Fb',
  'x.json',
  'x.xml',
  'detail',
  'action',
  'null',
  'None',
  'true',
  '%F0%9F%92%A9',
  '*',
  '~',
  "'",
  '%22',
  '<b>',
  '__proto__',
  'constructor',
  'x'.repeat(300),
]
const VALUES = [
  '',
  '0',
  '1',
  '-1',
  '1.5',
  '1e3',
  'json',
  'xml',
  'text',
  'NaN',
  'Infinity',
  '9223372036854775807',
  '9223372036854775808',
  '2031-05-06T00:00:00+00:00',
  '2031-05-06',
  'yesterday',
  'true',
  'False',
  '%CE%B1',
  '%',
  '%00',
  '*',
  '"',
  "'",
  '<script>',
  'a,b,,c',
  ';',
  '=',
  '\u00ff\u00fe',
  'bytes=0-',
  'bytes=-1',
  'bytes=5-2',
  'bytes=0-99999999999',
  'bytes */*',
  'bytes 0-3/4',
  'bytes 0-/*',
  'pithos://x/y/z',
  '/c/o',
  '/',
  'read=*',
  'write=x;read=y',
  'Sun, 06 Nov 1994 08:49:37 GMT',
  'application/json',
  'application/octet-stream',
  'text/plain; charset=x',
  'multipart/form-data; boundary=',
  'x'.repeat(5000),
]
const JUNK: readonly unknown[] = [
  null,
  true,
  false,
  0,
  1,
  -1,
  1.5,
  2 ** 53,
  -(2 ** 63),
  1e308,
  '',
  '0',
  '1',
  'x',
  'α',
  '\u0000',
  '\ud800',
  'x'.repeat(2000),
  [],
  [null],
  [[]],
  ['x', 1],
  {},
  { a: 1 },
  { __proto__: null },
  { id: null },
]
const BROKEN = [
  '',
  '{',
  '}',
  '[',
  '{"a":',
  '{"a":1,}',
  "{'a':1}",
  '\u0000',
  '"',
  'null',
  'true',
  '[]',
  '5',
  '"x"',
  '{"a":1}{"b":2}',
  '\ufeff{}',
  '{"\ud800":1}',
  '{"a":1e999}',
  '{"a":-}',
  `${'['.repeat(2000)}`,
  `{"a":${'9'.repeat(400)}}`,
  'a=b&c=d',
  '%%%',
  '--x\r\n\r\n',
]
const HEADERS = [
  'Content-Type',
  'Accept',
  'Range',
  'If-Range',
  'If-Match',
  'If-None-Match',
  'If-Modified-Since',
  'If-Unmodified-Since',
  'Content-Range',
  'Content-Encoding',
  'Content-Disposition',
  'Destination',
  'X-Copy-From',
  'X-Move-From',
  'X-Source-Object',
  'X-Source-Version',
  'X-Object-Bytes',
  'X-Object-Manifest',
  'X-Object-Sharing',
  'X-Object-Public',
  'X-Object-Meta-A',
  'X-Container-Policy-Quota',
  'X-Container-Policy-Project',
  'X-Container-Meta-B',
  'X-Account-Group-G',
  'X-Account-Meta-C',
  'X-Image-Meta-Name',
  'X-Image-Meta-Location',
  'X-Image-Meta-Property-P',
  'X-Image-Meta-Size',
  'Destination-Account',
  'Cookie',
  'Authorization',
  'Expect',
  'Origin',
  'Access-Control-Request-Method',
  'X-Auth-User',
  'X-Auth-Key',
  'Host',
]

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
