import { runsReadme } from '@kamaki-tooling/testing'
import { expect } from 'vitest'

runsReadme(new URL('..', import.meta.url), ({ output }) => {
  expect(output).toMatch(/^ACTIVE debian root$/m)
  expect(output).toMatch(/^tag tag must not end in "json" or "xml"/m)
})
