import { runsReadme } from '@kamaki-tooling/testing'
import { expect } from 'vitest'

runsReadme(
  new URL('..', import.meta.url),
  ({ output }) => {
    expect(output).toMatch(/^We went to the sea\.$/m)
    expect(output).toMatch(/^\d+ of 9000000 bytes had to be sent$/m)
    expect(output).toMatch(/^0$/m)
    expect(output).toMatch(/^true 9000000$/m)
    expect(output).toMatch(/^create-directory img missing\nupload index\.html missing\n0 uploaded, 2 unchanged$/m)
    expect(output).toMatch(/^transferring 2\/2 /m)
    expect(output).toContain('Day 31')
    expect(output).toMatch(/^DAY 1$/m)
    expect(output).toMatch(/^There is nothing$/m)
  },
  { env: { XDG_CACHE_HOME: '.tmp/cache' } },
)
