import { browserTests } from '@kamaki-tooling/presets/vitest-browser'
import { insecureHost } from './src/global-setup.ts'

export default browserTests({
  globalSetup: ['src/global-setup.ts'],
  args: [`--host-resolver-rules=MAP ${insecureHost} 127.0.0.1`],
})
