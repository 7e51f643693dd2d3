import { alias } from '@kamaki-tooling/presets/vitest'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { insecureHost } from './src/global-setup.ts'

const args = ['--no-sandbox', '--no-proxy-server', `--host-resolver-rules=MAP ${insecureHost} 127.0.0.1`]
const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'

export default defineConfig({
  resolve: { alias },
  test: {
    include: ['test/**/*.browser.test.ts'],
    globalSetup: ['src/global-setup.ts'],
    testTimeout: 120_000,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: { executablePath, args } }),
      instances: [{ browser: 'chromium' }],
    },
  },
})
