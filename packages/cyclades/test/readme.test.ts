import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createEmulator } from '@kamaki/emulator'
import { expect, it, onTestFinished } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

it('has a README whose snippets make a program that runs', { timeout: 120_000 }, async () => {
  const text = readFileSync(`${root}/README.md`, 'utf8')
  const snippets = [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code]) => code)
  expect(snippets.length).toBeGreaterThan(8)
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
  const { code, output } = await run(file, {
    TSX_TSCONFIG_PATH: 'tsconfig.json',
    KAMAKI_AUTH_URL: authUrl,
    KAMAKI_TOKEN: users['alice']?.token,
  })
  expect(code, output).toBe(0)
  expect(output).toMatch(/^ACTIVE debian root$/m)
  expect(output).toMatch(/^tag tag must not end in "json" or "xml"/m)
})

function run(file: string, env: NodeJS.ProcessEnv): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', file], { cwd: root, env: { ...process.env, ...env } })
  let output = ''
  const collect = (chunk: Buffer): void => {
    output += chunk
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })
}
