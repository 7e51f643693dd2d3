// pnpm docs:site: builds the documentation as a static site in tooling/site/dist. --serve PORT shows it. Any warning is an error.
import { execFileSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { build, serve } from 'vitepress'
import { here, root, site } from './folders.ts'
import { writeReference } from './reference.ts'
import { stage } from './stage.ts'
import { failOnWarnings } from './warnings.ts'

const { values } = parseArgs({ options: { serve: { type: 'string' } } })

await failOnWarnings(async () => {
  const files = execFileSync(
    'git',
    [
      'ls-files',
      '--cached',
      '--others',
      '--exclude-standard',
      'docs',
      'packages/*/README.md',
      'packages/*/CHANGELOG.md',
    ],
    {
      cwd: root,
      encoding: 'utf8',
    },
  )
  stage(files.split('\n'))
  await writeReference()
  await build(here)
})
console.log(`The site is in ${site}`)
if (values.serve !== undefined) await serve({ root: here, port: Number(values.serve) })
