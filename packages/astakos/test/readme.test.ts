import { runsReadme } from '@kamaki-tooling/testing'
import { expect } from 'vitest'

runsReadme(
  new URL('..', import.meta.url),
  ({ out, err }, { authUrl, uuid }) => {
    expect(err).toBe('')
    expect(out).toContain(`Alice Test, ${uuid}\ntrue\n`)
    expect(out).toContain(`${authUrl}, found in environment`)
    expect(out).toContain('This cloud has no endpoint of type "storage". It has: ')
    expect(out).toContain('0 of 20 servers, 20 left')
    expect(out).toContain('uninitialized')
    expect(out).toContain('alice@example.org')
  },
  { apart: true },
)
