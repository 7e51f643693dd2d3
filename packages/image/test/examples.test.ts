import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { program, root } from './program.ts'

/** What each example has to say, on the emulator. */
const says: Record<string, readonly RegExp[]> = {
  'list-images.ts': [/Debian Base, 4\.8 MiB/, /Debian Base: debian, log in as root/, /is AVAILABLE, a diskdump/],
  'register-image.ts': [
    /sending: \d+ of 9437184/,
    /My Debian, 9437184 bytes, AVAILABLE/,
    /"Με ελληνικά"/,
    /2 may use it/,
  ],
  'unregister-image.ts': [/Old is no image any more/],
}

it.concurrent.each(Object.entries(says))('runs on the emulator: %s', { timeout: 120_000 }, async (file, lines) => {
  const { code, output } = await program(`examples/${file}`)
  expect(code, output).toBe(0)
  for (const line of lines) expect(output).toMatch(line)
})

it('leaves no example out', () => {
  expect(readdirSync(`${root}/examples`).sort()).toEqual(Object.keys(says).sort())
})
