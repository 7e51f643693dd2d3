import { SummaryReporter } from '@kamaki-tooling/presets/summary-reporter'
import { tests } from '@kamaki-tooling/presets/vitest'

/** The tests run in Node and drive Chromium, as a visitor of the page would. */
export default tests({
  include: ['test/**/*.browser.test.ts'],
  exclude: ['**/node_modules/**'],
  globalSetup: ['test/support/build-page.mjs'],
  reporters: ['default', new SummaryReporter('browser-tests')],
  testTimeout: 120_000,
  // Each file has a browser of its own, and the machine may be small.
  fileParallelism: false,
})
