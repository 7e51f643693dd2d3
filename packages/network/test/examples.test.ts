import { runsExamples } from '@kamaki-tooling/testing'

/** What each example has to say, on the emulator. */
const says = {
  'private-network.ts': [
    /Port \d+ is ACTIVE: 192\.168\.7\.2 on aa:/,
    /Server \d+ has 192\.168\.7\.1/,
    /network are gone/,
  ],
  'reserve-ip.ts': [/is reserved/, /Port \d+ is BUILD/, /is on server \d+/, /is free/, /is released/],
  'cluster.ts': [/^gateway: 203\.0\.113\.\d+, 192\.168\.9\.10$/m, /^node-2: 192\.168\.9\.12$/m, /All is given back/],
}

runsExamples(new URL('..', import.meta.url), says)
