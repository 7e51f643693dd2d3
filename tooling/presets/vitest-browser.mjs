import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { SummaryReporter } from './summary-reporter.mjs'
import { alias } from './vitest.mjs'

/** Tests in Chromium (see run-in-browser.mjs), on the sources of all packages; `args` are further arguments of Chromium. */
export function browserTests({ args = [], ...options } = {}) {
  const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
  return defineConfig({
    resolve: { alias },
    // All that is tested comes as modules; to find and bundle some of them midway would load the tests anew.
    optimizeDeps: { noDiscovery: true },
    test: {
      include: ['test/**/*.browser.test.ts'],
      testTimeout: 120_000,
      reporters: ['default', new SummaryReporter('browser-tests')],
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        // The tests talk to this machine alone.
        provider: playwright({
          launchOptions: { executablePath, args: ['--no-sandbox', '--no-proxy-server', ...args] },
        }),
        instances: [{ browser: 'chromium' }],
      },
      ...options,
    },
  })
}
