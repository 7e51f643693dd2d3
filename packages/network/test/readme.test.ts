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
  expect(output).toMatch(/^192\.168\.7\.0\/24, from 192\.168\.7\.1$/m)
  expect(output).toMatch(/^192\.168\.7\.1 is DOWN$/m)
  expect(output).toMatch(/^cidr must be the address of the subnet itself/m)
  expect(output).toMatch(/^19 of 30 networks were made, then networks\[19\] failed: .* true$/m)
})
