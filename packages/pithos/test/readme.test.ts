import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createEmulator } from '@kamaki/emulator'
import { expect, it, onTestFinished } from 'vitest'
import { program, root } from './program.ts'

it('has a README whose snippets make a program that runs', async () => {
  const text = readFileSync(`${root}/README.md`, 'utf8')
  const snippets = [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code]) => code)
  expect(snippets.length).toBeGreaterThan(7)
  // Beside the sources, so that the packages are found; one file in each run.
  const file = `${root}/.tmp/readme-${process.pid}.ts`
  mkdirSync(`${root}/.tmp`, { recursive: true })
  writeFileSync(file, snippets.join('\n'))
  const emulator = createEmulator()
  await emulator.listen()
  onTestFinished(async () => {
    rmSync(file)
    await emulator.close()
  })
  const { authUrl, users } = emulator.env()
  const { code, output } = await program(file, {
    KAMAKI_AUTH_URL: authUrl,
    KAMAKI_TOKEN: users['alice']?.token,
    XDG_CACHE_HOME: `${root}/.tmp/cache`,
  })
  expect(code, output).toBe(0)
  expect(output).toMatch(/^We went to the sea\.$/m)
  expect(output).toMatch(/^\d+ of 9000000 bytes had to be sent$/m)
  expect(output).toMatch(/^0$/m)
  expect(output).toMatch(/^true 9000000$/m)
  expect(output).toMatch(/^create-directory img missing\nupload index\.html missing\n0 to do, 2 unchanged$/m)
  expect(output).toMatch(/^transferring 2\/2 /m)
  expect(output).toContain('Day 31')
  expect(output).toMatch(/^DAY 1$/m)
  expect(output).toMatch(/^There is nothing$/m)
}, 120_000)
