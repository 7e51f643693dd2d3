import { Bench, type Outcome } from './bench.ts'
import type { Cloud } from './cloud.ts'
import { Dice } from './dice.ts'
import { Generator } from './generate.ts'
import { operations, SERVICES } from './inventory.ts'
import type { FuzzRequest } from './request.ts'
import { type Story, shrink } from './shrink.ts'

export interface FuzzOptions {
  readonly seed: number
  /** How many requests. */
  readonly count: number
  /** Only those of these services. */
  readonly services?: readonly string[] | undefined
  /** How many requests follow each other before both clouds begin anew. Default 25. */
  readonly session?: number | undefined
  /** Stop after so many differences. Default 10. */
  readonly most?: number | undefined
  /** May requests be sent with the tokens of administrators and of service components? Not to a cloud that is needed. */
  readonly privileged: boolean
}

/** A request that the clouds do not agree on, as small as it could be made. */
export interface Finding extends Story {
  readonly outcome: Outcome
  /** The request as it was found: its number among those of the seed. */
  readonly number: number
}

/** Sends random requests to two clouds. Yields each new kind of difference, and each exception within an emulator. */
export async function* fuzz(a: Cloud, b: Cloud, options: FuzzOptions): AsyncGenerator<Finding, void, undefined> {
  const { seed, count, services = SERVICES, session = 25, most = 10, privileged } = options
  // What other users did beforehand shows in statistics.
  const alone = a.reset !== undefined && b.reset !== undefined
  const chosen = operations()
    .filter(({ service }) => services.includes(service))
    .filter(({ auth }) => privileged || !['admin', 'service'].includes(auth))
    .filter(({ id }) => alone || !id.startsWith('stats.'))
  const generator = new Generator(new Dice(seed), chosen)
  const bench = new Bench(a, b)
  const seen = new Set<string>()
  let before: FuzzRequest[] = []
  for (let number = 0; number < count && seen.size < most; number++) {
    if (number % session === 0) {
      await bench.fresh()
      before = []
    }
    const request = generator.next()
    const outcome = await bench.exchange(request)
    const kind = kindOf(outcome)
    before.push(request)
    if (kind === undefined) continue
    const known = `${request.id} ${kind}`
    if (seen.has(known)) continue
    seen.add(known)
    const story = { before: before.slice(0, -1), request }
    yield { ...(await smallest(bench, story, outcome)), number }
    // The clouds are apart: begin anew.
    await bench.fresh()
    before = []
  }
  await bench.clear()
}

async function smallest(bench: Bench, story: Story, outcome: Outcome): Promise<Story & { outcome: Outcome }> {
  const kind = kindOf(outcome)
  let last = outcome
  const found = await shrink(story, async ({ before, request }) => {
    await bench.fresh()
    for (const one of before) await bench.exchange(one)
    const now = await bench.exchange(request)
    if (kindOf(now) !== kind) return false
    last = now
    return true
  })
  return { ...found, outcome: last }
}

/** What sort of difference it is; undefined if there is none. */
function kindOf({ a, b, problems, crashes }: Outcome): string | undefined {
  const [crash] = crashes
  if (crash !== undefined) return crash.split('\n').slice(1, 2).join().trim() || 'crash'
  const [first] = problems
  if (first === undefined) return undefined
  return a.status === b.status ? `${a.status} ${first.split(':')[0]}` : `${a.status}/${b.status}`
}
