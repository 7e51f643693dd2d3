import { SummaryReporter } from '@kamaki-tooling/presets/summary-reporter'
import { tests } from '@kamaki-tooling/presets/vitest'

/** The tests run in Node, build the site, and drive Chromium as its visitors would. */
export default tests({
  include: ['test/**/*.browser.test.ts'],
  exclude: ['**/node_modules/**'],
  globalSetup: ['test/support/build-site.mjs'],
  reporters: ['default', new SummaryReporter('browser-tests')],
  testTimeout: 180_000,
  fileParallelism: false,
})
