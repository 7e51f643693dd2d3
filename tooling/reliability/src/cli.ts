// pnpm reliability [WORD ...]: runs the cases whose titles contain the words; all by default, and then writes docs/reliability.md.
// --document: only writes it.
import { documentFile, writeDocument } from './document.ts'
import { titleOf } from './judge.ts'
import { cases } from './matrix.ts'
import { runAll } from './run-all.ts'

const words = process.argv.slice(2)
if (words.includes('--document')) writeDocument()
else {
  const chosen = cases.filter((one) => words.every((word) => titleOf(one).includes(word)))
  const start = performance.now()
  const problems = await runAll(chosen)
  for (const problem of problems) console.log(problem)
  const seconds = ((performance.now() - start) / 1000).toFixed(0)
  console.log(`${chosen.length} cases, ${problems.length} problems, ${seconds} s`)
  if (problems.length > 0) process.exitCode = 1
  else if (chosen.length === cases.length) {
    writeDocument()
    console.log(`Wrote ${documentFile.pathname}`)
  }
}
