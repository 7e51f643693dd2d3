import { short } from '../describe.mjs'
import type { Finding } from './fuzz.ts'
import { toStep } from './request.ts'

/** A finding for people: what differs, and the steps of a scenario that shows it. */
export function report({ before, request, outcome, number }: Finding, seed: number): string {
  const { a, b, problems, crashes } = outcome
  const lines = [`Seed ${seed}, request ${number} (${request.id}): ${a.status} from A, ${b.status} from B`]
  for (const crash of crashes) lines.push(`  exception: ${crash.split('\n').slice(0, 4).join('\n    ')}`)
  for (const problem of problems.slice(0, 6)) lines.push(`  ${worded(problem)}`)
  if (problems.length > 6) lines.push(`  and ${problems.length - 6} more`)
  if (problems.length > 0) lines.push(`  A: ${short(a.body)}`, `  B: ${short(b.body)}`)
  if (before.length > 0) lines.push('  after', ...before.map((one) => `    ${JSON.stringify(toStep(one))}`))
  lines.push('  step', `    ${JSON.stringify(toStep(request))}`)
  return lines.join('\n')
}

/** What the comparison with a recording says, said of two clouds. */
function worded(problem: string): string {
  return problem
    .replace(/: missing, (.*) expected$/, ': $1 in A, nothing in B')
    .replace(/: (.*) is not in the recording$/, ': nothing in A, $1 in B')
    .replace(/ expected, (.*) came$/, ' in A, $1 in B')
}
