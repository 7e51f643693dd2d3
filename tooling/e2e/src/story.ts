import { expect, test } from 'vitest'
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

/**
 * A test that plays on the cloud of KAMAKI_E2E_ENV. Whatever happens in it, what it made is taken away, and it fails if anything of
 * its name is still there. Where the cloud lacks somebody who takes part, it is skipped and says so.
 */
export function story<Name extends string>(
  title: string,
  cast: readonly Name[],
  play: (stage: Stage<Name>) => Promise<void>,
): void {
  test(title, async ({ skip }) => {
    const env: CloudEnv = readEnv(process.env['KAMAKI_E2E_ENV'] ?? '')
    const people = {} as Record<Name, Person>
    for (const name of cast) {
      const someone = await person(env, name)
      if (someone === undefined) return skip(`the ENV file has no user "${name}"`)
      people[name] = someone
    }
    const cleanup = new Cleanup()
    const label = `e2e-${Math.random().toString(36).slice(2, 9)}`
    try {
      await play({ people, label, vars: env.vars ?? {}, cleanup })
    } finally {
      const failures = await cleanup.run()
      for (const failure of failures) console.error(failure.message)
      expect(failures).toEqual([])
    }
    for (const someone of Object.values<Person>(people)) expect(await leftovers(someone, label)).toEqual([])
  })
}
