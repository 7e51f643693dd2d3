import { createRequire } from 'node:module'
import { expect, it } from 'vitest'

interface Changelog {
  getReleaseLine(changeset: { summary: string }): Promise<string>
  getDependencyReleaseLine(changesets: unknown, updated: { name: string; newVersion: string }[]): Promise<string>
}
const require = createRequire(import.meta.url)
const { changelog } = require('../../../.changeset/config.json') as { changelog: string }
const lines: Changelog = require(`../../../.changeset/${changelog}`)

it('a changelog has what a changeset says, in full, lists included', async () => {
  expect(await lines.getReleaseLine({ summary: 'New:\n\n- one\n- two\n' })).toBe('- New:\n\n  - one\n  - two')
})

it('a changelog names the versions of our packages that are needed', async () => {
  const core = { name: '@kamaki/core', newVersion: '0.2.0' }
  expect(await lines.getDependencyReleaseLine([], [core])).toBe('- Needs @kamaki/core 0.2.0')
  expect(await lines.getDependencyReleaseLine([], [])).toBe('')
})
