import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { cloudTest, test as withCloud } from '@kamaki/emulator/vitest'
import { describe, expect, test } from 'vitest'

const PATH = '/astakos/account/v1.0/resources'
const withManualClock = cloudTest({ clock: 'manual', startTime: 5000 })

describe('each test has a cloud of its own', () => {
  for (const round of [1, 2])
    withCloud(`round ${round}`, async ({ emulator }) => {
      expect(emulator).toHaveReceived([])
      await emulator.fetch(PATH)
      expect(emulator).toHaveReceived([`GET ${PATH} 200`])
      expect(emulator).not.toHaveReceived([])
    })
})

withManualClock('the cloud has the options that were asked for', ({ emulator }) => {
  expect(emulator.clock.now()).toBe(5000)
})

withCloud('a listener is there for those who ask for one', async ({ emulator, listener }) => {
  expect((await fetch(listener.origin + PATH)).status).toBe(200)
  expect(emulator).toHaveReceived([{ path: PATH }])
})

test('a failed test prints what its cloud got, a passed one nothing; matchers tell what is wrong', async () => {
  const directory = fileURLToPath(new URL('./programs', import.meta.url))
  const child = spawn('npx', ['vitest', 'run', '--root', directory, '--config', `${directory}/vitest.config.mjs`], {
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (output += piece))
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(1)
  expect(output).toMatch(/2 failed \| 1 passed/)
  expect(output).toContain(`The emulator got these requests:\n#1 GET ${PATH} 200 - `)
  expect(output.match(/The emulator got/g)).toHaveLength(2)
  expect(output).toMatch(/Expected exactly these requests[\s\S]*- DELETE \/never\n[\s\S]*\+ #1 GET/)
}, 60_000)
