import { type Described, differences } from '../describe.mjs'
import type { Cloud } from './cloud.ts'
import type { FuzzRequest } from './request.ts'
import { Side } from './side.ts'

/** What came of one request on both clouds. */
export interface Outcome {
  readonly a: Described
  readonly b: Described
  /** Where the responses differ, and how. */
  readonly problems: readonly string[]
  /** Exceptions within a cloud. */
  readonly crashes: readonly string[]
}

/** Two clouds side by side: what is sent to one is sent to the other, and each knows its own names for things. */
export class Bench {
  readonly #a: Side
  readonly #b: Side
  #runs = 0

  constructor(a: Cloud, b: Cloud) {
    this.#a = new Side(a)
    this.#b = new Side(b)
  }

  /** Begins anew: on clouds that can be made as new, and with other names on those that cannot. */
  async fresh(): Promise<void> {
    const mark = this.#a.renewable && this.#b.renewable ? '' : Date.now().toString(36).slice(-5)
    const run = `q${mark}${(this.#runs++).toString(36).padStart(4, '0')}`
    await Promise.all([this.#a.fresh(run), this.#b.fresh(run)])
  }

  /** Removes what was created, on clouds that cannot be made as new. */
  async clear(): Promise<void> {
    await Promise.all([this.#a.clear(), this.#b.clear()])
  }

  /** Sends a request to both and compares. What it speaks of is created first. */
  async exchange(request: FuzzRequest): Promise<Outcome> {
    const { method } = request
    const [a, b] = await Promise.all(
      [this.#a, this.#b].map(async (side) => side.describe(await side.exchange(request), method)),
    )
    if (!a || !b) throw new Error('a bench has two sides')
    return {
      a,
      b,
      problems: differences(withoutOrder(a), withoutOrder(b), '', []),
      crashes: [...this.#a.crashes(), ...this.#b.crashes()],
    }
  }
}

/** A whole attribute, the whole content of an element or the last part of a URL: in XML nothing tells ids from other numbers. */
const XML_NUMBER = /(?<=["/>])\d+(?=["<])/g

/** What a server lists in the order of names that are random, or in no order, is compared in order. */
function withoutOrder(described: Described): unknown {
  const { body } = described
  if (typeof body !== 'object' || body === null) return described
  if ('json' in body) return { ...described, body: { json: sorted(body.json) } }
  const text = 'text' in body ? body.text : undefined
  if (typeof text !== 'string') return described
  if (text.startsWith('<?xml')) return { ...described, body: { text: text.replace(XML_NUMBER, '<digits>') } }
  return { ...described, body: { text: text.split('\n').sort().join('\n') } }
}

/** Lists of images, which are by their ids: these are the only ones that are UUIDs. */
function sorted(json: unknown): unknown {
  if (Array.isArray(json)) return json.every(isImage) ? json.toSorted(byText) : json
  if (typeof json !== 'object' || json === null) return json
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, sorted(value)]))
}

const isImage = (item: unknown): boolean =>
  typeof item === 'object' && item !== null && 'id' in item && /^<uuid>$|image/.test(String(item.id))

const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)
