import { runsReadme } from '@kamaki-tooling/testing'
import { expect } from 'vitest'

runsReadme(new URL('..', import.meta.url), ({ output }) => {
  expect(output).toMatch(/^192\.168\.7\.0\/24, from 192\.168\.7\.1$/m)
  expect(output).toMatch(/^192\.168\.7\.1 is DOWN$/m)
  expect(output).toMatch(/^cidr must be the address of the subnet itself/m)
  expect(output).toMatch(/^Created 19 of 30 networks; networks\[19\] failed: .* true$/m)
})
