import { SummaryReporter } from '@kamaki-tooling/presets/summary-reporter'
import { tests } from '@kamaki-tooling/presets/vitest'

export default tests({
  include: ['test/**/*.browser.test.ts'],
  exclude: ['**/node_modules/**'],
  reporters: ['default', new SummaryReporter('browser-tests')],
  testTimeout: 120_000,
  hookTimeout: 120_000,
})
