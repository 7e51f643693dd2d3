import { browserTests } from '@kamaki-tooling/presets/vitest-browser'

export default browserTests({ globalSetup: ['test/support/browser-cloud.ts'] })
