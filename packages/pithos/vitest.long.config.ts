import { tests } from '@kamaki-tooling/presets/vitest'

export default tests({
  include: [
    'test/**/*.long.ts',
    'test/**/{sync.prop,both-ways.prop,meanwhile,transfer.prop,names,hostile,killed}.test.ts',
  ],
  env: { TEST_LONG: 'yes' },
  testTimeout: 600_000,
  reporters: ['verbose'],
})
