import { describe, expect, inject, it } from 'vitest'
import { checks, runCheck } from '../src/checks/index.ts'

const { emulator, open, named } = inject('places')

describe('a page', () => {
  it('is a page, on another origin than the cloud', () => {
    expect(typeof document).toBe('object')
    expect(isSecureContext).toBe(true)
    expect([emulator, open, named].map(({ authUrl }) => new URL(authUrl).origin)).not.toContain(location.origin)
  })

  for (const { name } of checks) it(`${name} (behind a gateway that allows everything)`, () => runCheck(name, open))
})
