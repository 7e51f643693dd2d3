import { tests } from '@kamaki-tooling/presets/vitest'

// One story after the other: they share the users of the cloud, and a story watches what it leaves behind.
export default tests({ globalSetup: ['src/global-setup.ts'], fileParallelism: false, testTimeout: 900_000 })
