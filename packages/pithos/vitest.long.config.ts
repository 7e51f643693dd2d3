import { tests } from '@kamaki-tooling/presets/vitest'

export default tests({ include: ['test/**/*.long.ts'], reporters: ['verbose'] })
