import { tests } from '@kamaki-tooling/presets/vitest'

export default tests({ include: ['*.fails.ts'], reporters: ['default'] })
