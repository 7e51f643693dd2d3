import { Random, Sequence } from '../base/random.ts'
import type { Call } from '../http/request.ts'
import { checkRule } from './check-rule.ts'
import type { FaultRule, InjectedFault } from './types.ts'

interface Active {
  readonly id: number
  readonly rule: FaultRule
  readonly faults: readonly InjectedFault[]
  readonly dice: Random
  seen: number
  struck: number
}

/** A rule that strikes until it is removed. */
export interface ActiveFault {
  readonly id: number
  readonly rule: FaultRule
  /** How many requests it has struck. */
  readonly struck: number
  remove(): void
}

/** Makes requests fail on purpose. */
export interface Faults {
  /**
   * Adds a rule; rules are looked at in the order in which they were added, and all that match strike.
   * @throws {EmulatorArgumentError} naming the field of the rule that is wrong
   */
  add(rule: FaultRule): ActiveFault
  /** Takes all rules away. */
  clear(): void
}

/** The rules of one emulator, and how often each has struck. */
export class FaultRules implements Faults {
  readonly #seed: number
  readonly #changed: () => void
  readonly #ids: Sequence = new Sequence()
  #active: Active[] = []

  /** `changed` is called when a rule was added or removed, or has struck. */
  constructor(seed: number, changed: () => void = () => {}) {
    this.#seed = seed
    this.#changed = changed
  }

  add(given: FaultRule): ActiveFault {
    const rule = checkRule(given)
    const { fault } = rule
    const active: Active = {
      id: this.#ids.next(),
      rule,
      faults: Array.isArray(fault) ? fault : [fault as InjectedFault],
      dice: new Random(rule.seed ?? this.#seed + this.#active.length + 1),
      seen: 0,
      struck: 0,
    }
    this.#active.push(active)
    this.#changed()
    return this.#handle(active)
  }

  /** The rules that strike now. */
  all(): ActiveFault[] {
    return this.#active.map((active) => this.#handle(active))
  }

  #handle(active: Active): ActiveFault {
    return {
      id: active.id,
      rule: active.rule,
      get struck() {
        return active.struck
      },
      remove: () => {
        this.#active = this.#active.filter((other) => other !== active)
        this.#changed()
      },
    }
  }

  clear(): void {
    this.#active = []
    this.#changed()
  }

  /** The faults that strike this request; counts it. */
  strike(call: Call): InjectedFault[] {
    if (this.#active.length === 0) return []
    return this.#active.flatMap((active) => {
      const { rule } = active
      if (!matchesRequest(rule, call)) return []
      active.seen++
      if (active.seen <= (rule.skip ?? 0) || active.struck >= (rule.times ?? Number.POSITIVE_INFINITY)) return []
      if (rule.probability !== undefined && active.dice.next() >= rule.probability) return []
      active.struck++
      this.#changed()
      return active.faults
    })
  }
}

type Matcher = Pick<FaultRule, 'method' | 'path'>

/** Is a request one of those that are meant? */
export function matchesRequest(matcher: Matcher, { method, target }: Pick<Call, 'method' | 'target'>): boolean {
  return matchesMethod(matcher, method) && matchesPath(matcher, target)
}

function matchesMethod({ method }: Matcher, actual: string): boolean {
  if (method === undefined) return true
  return typeof method === 'string' ? method === actual : method.includes(actual)
}

function matchesPath({ path }: Matcher, target: string): boolean {
  if (path === undefined) return true
  if (typeof path !== 'string') return new RegExp(path.source, path.flags.replace(/[gy]/g, '')).test(target)
  if (!path.includes('*')) return target.includes(path)
  const parts = path.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 's').test(target)
}
