// pnpm changeset:check [COMMIT]: whether what changed since (by default, since main as the remote has it) is announced to users.
import { missingChangesets } from './changesets.ts'
import { root } from './packages.ts'

const problems = await missingChangesets(root, process.argv[2] ?? 'origin/main')
for (const problem of problems) console.error(problem)
if (problems.length === 0) console.log('Every change with an effect on users is in a changeset.')
process.exitCode = problems.length > 0 ? 1 : 0
