import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createEmulator } from '@kamaki/emulator'
import { afterAll, expect, test } from 'vitest'
import { readArguments } from '../../src/node/arguments.ts'
import { logLine } from '../../src/node/request-log.ts'

const directory = mkdtempSync(join(tmpdir(), 'kamaki-bin-'))
const started: ChildProcess[] = []
afterAll(() => {
  for (const child of started) child.kill('SIGKILL')
  rmSync(directory, { recursive: true })
})

/** Runs the command from its source; resolves once it has printed `wanted` or ended. */
async function run(
  args: string[],
  wanted: RegExp,
): Promise<{ child: ChildProcess; output: () => string; code: Promise<number | null> }> {
  const bin = fileURLToPath(new URL('../../src/node/bin.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', '--', bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  started.push(child)
  let output = ''
  const code = new Promise<number | null>((resolve) => child.on('exit', resolve))
  await new Promise<void>((resolve) => {
    const see = (piece: Buffer) => {
      output += piece
      if (wanted.test(output)) resolve()
    }
    child.stdout?.on('data', see)
    child.stderr?.on('data', see)
    child.on('close', resolve)
  })
  return { child, output: () => output, code }
}

test('serves, writes the env file, logs requests, and stops in good order', async () => {
  const file = join(directory, 'env.json')
  const { child, output, code } = await run(
    ['--port', '0', '--env', file, '--users', '2', '--data', directory],
    /A Synnefo cloud is at/,
  )
  expect(existsSync(file)).toBe(true)
  // Tokens are nobody else's business.
  expect(statSync(file).mode & 0o077).toBe(0)
  const env = JSON.parse(readFileSync(file, 'utf8'))
  expect(Object.keys(env.users)).toContain('user2')
  const response = await fetch(`${env.authUrl}/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ auth: { token: { id: env.users.user1.token } } }),
  })
  expect(((await response.json()) as { access: { user: { id: string } } }).access.user.id).toBe(env.users.user1.uuid)
  child.kill('SIGTERM')
  expect(await code).toBe(0)
  expect(output()).toMatch(/POST {3}\/astakos\/identity\/v2\.0\/tokens 200 /)
}, 90_000)

test('a wrong option is told with the usage, and the exit code is 2', async () => {
  const { output, code } = await run(['--port', 'many'], /\nkamaki-emulator: a Synnefo cloud/)
  expect(await code).toBe(2)
  expect(output()).toMatch(/--port takes a whole number up to 65535, not "many"/)
}, 90_000)

test('a port that is taken, and files that cannot be, are told in a line that names the option', async () => {
  const emulator = createEmulator()
  const { port } = await emulator.listen({ port: 0 })
  const nowhere = join(directory, 'nowhere', 'env.json')
  const file = join(directory, 'a-file')
  writeFileSync(file, '')
  const cases: [string[], RegExp][] = [
    [
      ['--port', String(port)],
      new RegExp(`^kamaki-emulator: port ${port} of 127\\.0\\.0\\.1 is in use\\. .*--port 0\\n$`),
    ],
    [['--port', '0', '--env', nowhere], /^kamaki-emulator: --env .*nowhere.*ENOENT.*\n$/],
    [['--port', '0', '--data', file], /^kamaki-emulator: --data .*a-file: ENOTDIR.*\n$/],
    [
      ['--port', '0', '--host', '192.0.2.1'],
      /^kamaki-emulator: 192\.0\.2\.1 is not an address of this machine\. .*--host.*\n$/,
    ],
  ]
  for (const [args, line] of cases) {
    const { output, code } = await run(args, /^never$/)
    expect(output()).toMatch(line)
    expect(await code).toBe(2)
  }
  await emulator.close()
}, 90_000)

test('arguments have defaults, and -- is not an argument', () => {
  expect(readArguments(['--'])).toEqual({
    port: 8080,
    host: '127.0.0.1',
    envFile: undefined,
    users: 0,
    data: undefined,
    latencyMs: 0,
    transitionMs: 500,
    seed: 1,
    quiet: false,
    help: false,
  })
  expect(readArguments(['--latency', '5', '--quiet', '--transition', '0'])).toMatchObject({
    latencyMs: 5,
    quiet: true,
    transitionMs: 0,
  })
  expect(readArguments(['--env-file', 'a.json'])).toMatchObject({ envFile: 'a.json' })
  expect(() => readArguments(['--colour'])).toThrow(/colour/)
  expect(() => readArguments(['--users', '-1'])).toThrow(TypeError)
})

test('a line of the log is short, and nothing in it reaches the terminal as a command', () => {
  const record = { method: 'GET', status: 200, durationMs: 3.21, user: undefined, fault: 'delay' }
  const line = logLine({ ...record, target: `/\u001b[31m${'x'.repeat(500)}` }, false)
  expect(line).toMatch(/^\d\d:\d\d:\d\d GET {4}\/\?\[31mx+\.\.\. 200 3\.2 ms - \[delay\]$/)
  expect(line.length).toBeLessThan(160)
})
