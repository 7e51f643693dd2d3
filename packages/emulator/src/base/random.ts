/** A 32-bit generator (mulberry32): the same seed, the same cloud. */
export class Random {
  #state: number

  constructor(seed = 1) {
    this.#state = seed >>> 0
  }

  /** Where it is: one that is set to the same state goes on alike. */
  get state(): number {
    return this.#state
  }

  set state(state: number) {
    this.#state = state >>> 0
  }

  /** In [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  /** An integer in [0, below). */
  below(below: number): number {
    return Math.floor(this.next() * below)
  }

  hex(digits: number): string {
    return this.text(digits, HEX)
  }

  /** A version 4 uuid. */
  uuid(): string {
    const digits = this.#pick(32, HEX)
    digits[12] = '4'
    digits[16] = 'a'
    for (const at of [20, 16, 12, 8]) digits.splice(at, 0, '-')
    return digits.join('')
  }

  /** `length` characters of an alphabet, letters and digits by default. */
  text(length: number, alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'): string {
    return this.#pick(length, alphabet).join('')
  }

  // Joined, not added up: a string that is added to keeps all its parts in memory.
  #pick(length: number, alphabet: string): string[] {
    return Array.from({ length }, () => alphabet[this.below(alphabet.length)] ?? '')
  }
}

const HEX = '0123456789abcdef'

/** Numbers that a database assigns: 1, 2, 3 ... */
export class Sequence {
  /** The number that was given last. */
  last = 0

  next(): number {
    return ++this.last
  }
}
