import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createEmulator } from '@kamaki/emulator'
import { expect, it, onTestFinished } from 'vitest'

const home = fileURLToPath(new URL('..', import.meta.url))

it('every program of the README runs', async () => {
  const programs = [...readFileSync(join(home, 'README.md'), 'utf8').matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(
    ([, text = '']) => text,
  )
  expect(programs.length).toBeGreaterThan(4)
  const folder = join(home, '.tmp', `readme-${process.pid}`)
  mkdirSync(folder, { recursive: true })
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [index, text] of programs.entries()) writeFileSync(join(folder, `${index}.ts`), text)
  writeFileSync(join(folder, 'all.ts'), programs.map((_, index) => `await import('./${index}.ts')\n`).join(''))

  const emulator = createEmulator()
  onTestFinished(() => emulator.close())
  await emulator.listen()
  const { authUrl, users } = emulator.env()
  const env = { ...process.env, KAMAKI_AUTH_URL: authUrl, KAMAKI_TOKEN: users['alice']?.token }
  const child = spawn(process.execPath, ['--import', 'tsx', join(folder, 'all.ts')], { cwd: home, env })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  const code = await new Promise((resolve) => child.on('close', resolve))
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toContain(`Alice Test, ${users['alice']?.uuid}\ntrue\n`)
  expect(out).toContain(`${authUrl}, found in environment`)
  expect(out).toContain('This cloud has no endpoint of type "storage". It has: ')
  expect(out).toContain('0 of 20 servers, 20 left')
  expect(out).toContain('uninitialized')
  expect(out).toContain('alice@example.org')
}, 60_000)
