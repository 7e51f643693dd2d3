import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { expect, it, onTestFinished } from 'vitest'

// Below this package, so that Vitest and the presets are found.
const folder = new URL(`../.tmp/coverage-${process.pid}/`, import.meta.url)
const vitest = new URL('../node_modules/vitest/vitest.mjs', import.meta.url)

it('finds a package whose tests cover less than its floor', () => {
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const name of ['src', 'test']) mkdirSync(new URL(name, folder), { recursive: true })
  const floor = 'coverageFloor({ lines: 90 })'
  const write = (name: string, text: string) => writeFileSync(new URL(name, folder), text)
  write(
    'vitest.config.ts',
    `import { coverageFloor, tests } from '@kamaki-tooling/presets/vitest'\nexport default tests({ coverage: ${floor} })\n`,
  )
  write(
    'src/zones.ts',
    'export function one(): number {\n  return 1\n}\n\nexport function two(): number {\n  return 2\n}\n',
  )
  const test = (body: string) =>
    `import { expect, it } from 'vitest'\nimport * as zones from '../src/zones.ts'\nit('counts', () => {\n${body}})\n`
  write('package.json', '{ "name": "zones", "type": "module" }')
  write('test/zones.test.ts', test('expect(zones.one()).toBe(1)\nexpect(zones.two()).toBe(2)\n'))
  const all = covered()
  expect(all.status, all.stderr).toBe(0)
  write('test/zones.test.ts', test('expect(zones.one()).toBe(1)\n'))
  const { status, stderr } = covered()
  expect(status).toBe(1)
  expect(stderr).toContain('Coverage for lines (50%) does not meet global threshold (90%)')
})

function covered() {
  return spawnSync(process.execPath, [vitest.pathname, 'run', '--coverage'], { cwd: folder, encoding: 'utf8' })
}
