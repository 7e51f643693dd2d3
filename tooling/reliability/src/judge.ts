import type { Case } from './matrix.ts'
import { type Observation, pausesOf, runCase } from './run-case.ts'

const warning = 'may have been carried out'

/** Runs a case; returns what is not as expected. */
export async function judge(one: Case): Promise<string[]> {
  return judged(one, await runCase(one))
}

export const titleOf = ({ operation, fault, times, fetch }: Case): string =>
  `${operation.name}: ${fault.name}, ${times}, with ${fetch}`

function judged(one: Case, seen: Observation): string[] {
  const { expected, fault } = one
  const [least, most] = expected.sendings
  const problems: string[] = []
  if (seen.ending !== expected.ending)
    problems.push(`ends with ${seen.ending}, not ${expected.ending}: ${seen.message}`)
  if (seen.sendings < least || seen.sendings > most) {
    problems.push(
      `is sent ${seen.sendings} times, not ${least === most ? least : `${least} or more`} times: ${seen.message}`,
    )
  }
  const reaches = fault.endpoint === undefined ? seen.sendings : 0
  // The last of a wait may not have arrived yet; after a connection that stalls, fetch may open more than one.
  const fewest = one.operation.waits ? reaches - 1 : reaches
  if (seen.arrived < fewest || (seen.arrived > reaches && fault.strike?.at !== 'accept')) {
    problems.push(`arrives ${seen.arrived} times, but is sent ${seen.sendings} times`)
  }
  if (seen.message.includes(warning) !== expected.warns) {
    problems.push(`should ${expected.warns ? '' : 'not '}say that it ${warning}: ${seen.message}`)
  }
  if (seen.ms < pausesOf(one)) problems.push(`pauses too little: ${Math.round(seen.ms)} ms`)
  if (seen.problem !== undefined) problems.push(seen.problem)
  if (seen.strayed > 0) problems.push(`something came to another origin, ${seen.strayed} times`)
  return problems.map((problem) => `${titleOf(one)}: ${problem}`)
}
