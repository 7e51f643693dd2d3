import { runsReadme } from '@kamaki-tooling/testing'
import { expect } from 'vitest'

runsReadme(new URL('..', import.meta.url), ({ output }) => {
  expect(output).toMatch(/Debian Base: debian/)
  expect(output).toMatch(/^AVAILABLE \S+Z debian_base\.diskdump$/m)
  expect(output).toMatch(/^Το Debian μου \{/m)
  expect(output).toContain("root_partition: '1'")
  expect(output).toMatch(/^location must be like "pithos:/m)
  expect(output).toMatch(/^It is not an image any more$/m)
})
