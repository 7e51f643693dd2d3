import { test } from 'vitest'
import { Cleanup } from './cleanup.ts'
import { type CloudEnv, readEnv } from './env.ts'
import { leftovers } from './leftovers.ts'
import { type Person, person } from './person.ts'

/** What a story is played with. */
export interface Stage<Name extends string> {
  readonly people: Readonly<Record<Name, Person>>
  /** Goes into the name of all that the story makes, and is new each time. */
  readonly label: string
  readonly vars: Readonly<Record<string, string | number>>
  readonly cleanup: Cleanup
}

/** Signs the cast in; undefined, with the name, where the cloud lacks somebody. */
async function gather<Name extends string>(
  env: CloudEnv,
  cast: readonly Name[],
): Promise<Record<Name, Person> | { missing: Name }> {
  const people = {} as Record<Name, Person>
  for (const name of cast) {
    const someone = await person(env, name)
    if (someone === undefined) return { missing: name }
    people[name] = someone
  }
  return people
}

/** Plays, and takes away what was made whatever happened; rejects if that fails, or anything of the story's name is still there. */
export async function perform<Name extends string>(
  env: CloudEnv,
  people: Readonly<Record<Name, Person>>,
  play: (stage: Stage<Name>) => Promise<void>,
): Promise<void> {
  const cleanup = new Cleanup()
  const label = `e2e-${Math.random().toString(36).slice(2, 9)}`
  const failures: unknown[] = []
  try {
    await play({ people, label, vars: env.vars ?? {}, cleanup })
  } catch (error) {
    failures.push(error)
  }
  failures.push(...(await cleanup.run()))
  for (const someone of Object.values<Person>(people)) {
    failures.push(...(await leftovers(someone, label)).map((what) => new Error(`${what} is still there`)))
  }
  if (failures.length === 1) throw failures[0]
  if (failures.length > 1) throw new AggregateError(failures, failures.map((failure) => String(failure)).join('\n'))
}

/** The cloud that the stories play on. */
export function stageEnv(): CloudEnv {
  return readEnv(process.env['KAMAKI_E2E_ENV'] ?? '')
}

/** A test that plays on the cloud of KAMAKI_E2E_ENV. Where the cloud lacks somebody who takes part, it is skipped and says so. */
export function story<Name extends string>(
  title: string,
  cast: readonly Name[],
  play: (stage: Stage<Name>) => Promise<void>,
): void {
  test(title, async ({ skip }) => {
    const env = stageEnv()
    const people = await gather(env, cast)
    if ('missing' in people) return skip(`the ENV file has no user "${people.missing}"`)
    await perform(env, people as Record<Name, Person>, play)
  })
}
