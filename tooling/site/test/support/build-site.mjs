// Builds the site as `pnpm docs:site` does. KAMAKI_SITE=built leaves the one that is there.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export function setup() {
  if (process.env.KAMAKI_SITE === 'built') return
  const root = fileURLToPath(new URL('../../../../', import.meta.url))
  const { VITEST: _vitest, NODE_ENV: _env, ...env } = process.env
  const { status, stdout, stderr } = spawnSync('pnpm', ['--silent', 'docs:site'], { cwd: root, env, encoding: 'utf8' })
  if (status !== 0) throw new Error(`The site does not build:\n${stdout}${stderr}`)
}
