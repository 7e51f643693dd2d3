import { tests } from '@kamaki-tooling/presets/vitest'

export default tests({ include: ['test/**/*.long.ts'], testTimeout: 1_800_000, reporters: ['default'] })
