import { tests } from '@kamaki-tooling/presets/vitest'

export default tests({ testTimeout: 120_000, hookTimeout: 120_000 })
