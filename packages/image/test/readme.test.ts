import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createEmulator } from '@kamaki/emulator'
import { expect, it, onTestFinished } from 'vitest'
import { program, root } from './program.ts'

it('has a README whose snippets make a program that runs', { timeout: 120_000 }, async () => {
  const text = readFileSync(`${root}/README.md`, 'utf8')
  const snippets = [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code]) => code)
  expect(snippets.length).toBeGreaterThan(6)
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
  const { code, output } = await program(file, { KAMAKI_AUTH_URL: authUrl, KAMAKI_TOKEN: users['alice']?.token })
  expect(code, output).toBe(0)
  expect(output).toMatch(/Debian Base: debian/)
  expect(output).toMatch(/^AVAILABLE \S+Z debian_base\.diskdump$/m)
  expect(output).toMatch(/^Το Debian μου \{/m)
  expect(output).toContain("root_partition: '1'")
  expect(output).toMatch(/^location must be like "pithos:/m)
  expect(output).toMatch(/^It is no image any more$/m)
})
