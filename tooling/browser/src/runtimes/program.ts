// Runs all checks on whatever runtime this is, on the cloud of the first argument; tells of each in a line of JSON.
import { checks, runCheck } from '../checks/index.ts'
import type { Place } from '../cloud.ts'

const place = JSON.parse(process.argv.at(-1) ?? '') as Place
for (const { name, browserOnly } of checks) {
  if (browserOnly) continue
  const failure = await runCheck(name, place).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error)),
  )
  console.log(JSON.stringify({ name, failure }))
}
