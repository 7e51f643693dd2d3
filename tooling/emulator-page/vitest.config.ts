import { tests } from '@kamaki-tooling/presets/vitest'

export default tests({ globalSetup: ['test/support/build-page.mjs'] })
