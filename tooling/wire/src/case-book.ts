import { loadCases } from './load-cases.ts'
import { caseKey, type WireCase } from './wire-case.ts'

/**
 * Keeps account of the cases of one class: each is either replayed by a test, or declared with the reason why not. A package asserts that
 * `missing()` is empty.
 *
 * Where the two kinds of string of Python 2 gave different requests, the variant that is not the canonical one counts as declared.
 */
export class CaseBook {
  readonly className: string
  readonly #cases: ReadonlyMap<string, WireCase>
  readonly #replayed = new Set<string>()
  readonly #declared = new Map<string, string>()

  constructor(className: string) {
    this.className = className
    this.#cases = new Map(loadCases(className).map((wireCase) => [caseKey(wireCase), wireCase]))
    this.declare('the canonical variant is the one to follow', (wireCase) => wireCase.canonical === false)
  }

  /** All cases, in their order. */
  get cases(): WireCase[] {
    return [...this.#cases.values()]
  }

  /** The case to replay; counts as replayed from now on. */
  take(method: string, name: string): WireCase {
    const key = caseKey({ method, case: name })
    const wireCase = this.#cases.get(key)
    if (wireCase === undefined) throw new Error(`${this.className} has no case '${key}'`)
    this.#replayed.add(key)
    return wireCase
  }

  /** The cases to replay that fit; they count as replayed. */
  takeAll(fits: (wireCase: WireCase) => boolean): WireCase[] {
    const taken = this.cases.filter((wireCase) => wireCase.canonical !== false && fits(wireCase))
    for (const wireCase of taken) this.#replayed.add(caseKey(wireCase))
    return taken
  }

  /** Cases that are not replayed, with the reason; throws if none fits, so that no declaration outlives its cases. */
  declare(reason: string, fits: (wireCase: WireCase) => boolean): void {
    const fitting = this.cases.filter(fits)
    if (fitting.length === 0 && !reason.startsWith('the canonical'))
      throw new Error(`${this.className}: nothing to declare as '${reason}'`)
    for (const wireCase of fitting)
      if (!this.#declared.has(caseKey(wireCase))) this.#declared.set(caseKey(wireCase), reason)
  }

  /** Cases that show a bug of the old library: not mirrored. `shownBy` names the test that shows ours to be right. */
  declareBug(label: string, shownBy: string): void {
    this.declare(`bug ${label}: ${shownBy}`, (wireCase) => wireCase.bug === label)
  }

  /** Keys of the cases that are neither replayed nor declared. */
  missing(): string[] {
    return [...this.#cases]
      .filter(([key]) => !this.#replayed.has(key) && !this.#declared.has(key))
      .map(([key, wireCase]) => (wireCase.bug === undefined ? key : `${key} [bug ${wireCase.bug}]`))
  }

  /** A few lines for people: how many are replayed and declared, by reason, and which are missing. */
  report(): string {
    const reasons = new Map<string, number>()
    for (const [key, reason] of this.#declared)
      if (!this.#replayed.has(key)) reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
    const missing = this.missing()
    return [
      `${this.className}: ${this.#cases.size} cases, ${this.#replayed.size} replayed, ${missing.length} missing`,
      ...[...reasons].map(([reason, count]) => `  ${count} declared: ${reason}`),
      ...missing.map((key) => `  missing: ${key}`),
    ].join('\n')
  }
}
