import { tests } from '@kamaki-tooling/presets/vitest'

export default tests({
  include: ['test/**/killed.test.ts'],
  env: { TEST_LONG: 'yes' },
  testTimeout: 1_800_000,
  reporters: ['verbose'],
})
