import type { Place } from '../cloud.ts'
import { signIn } from '../cloud.ts'
import type { Check } from './check.ts'
import { failureChecks } from './failures.ts'
import { objectChecks } from './objects.ts'
import { serviceChecks } from './services.ts'
import { transferChecks } from './transfers.ts'

/** All that must hold wherever the clients run. */
export const checks: readonly Check[] = [...serviceChecks, ...objectChecks, ...transferChecks, ...failureChecks]

/** Runs one of them by its name. */
export async function runCheck(name: string, place: Place): Promise<void> {
  const check = checks.find((each) => each.name === name)
  if (check === undefined) throw new Error(`There is no check "${name}"`)
  await check.run(await signIn(place), place)
}
