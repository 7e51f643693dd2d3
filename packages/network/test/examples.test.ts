import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { program, root } from './program.ts'

/** What each example has to say, on the emulator. */
const says: Record<string, readonly RegExp[]> = {
  'private-network.ts': [
    /Port \d+ is ACTIVE: 192\.168\.7\.2 on aa:/,
    /Server \d+ has 192\.168\.7\.1/,
    /network are gone/,
  ],
  'reserve-ip.ts': [/is reserved/, /Port \d+ is BUILD/, /is on server \d+/, /is free/, /is released/],
  'cluster.ts': [/^gateway: 203\.0\.113\.\d+, 192\.168\.9\.10$/m, /^node-2: 192\.168\.9\.12$/m, /All is given back/],
}

it.concurrent.each(Object.entries(says))('runs on the emulator: %s', { timeout: 120_000 }, async (file, lines) => {
  const { code, output } = await program(`examples/${file}`)
  expect(code, output).toBe(0)
  for (const line of lines) expect(output).toMatch(line)
})

it('leaves no example out', () => {
  expect(readdirSync(`${root}/examples`).sort()).toEqual(Object.keys(says).sort())
})
