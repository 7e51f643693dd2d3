import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEmulator } from '@kamaki/emulator'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Running, run, start } from '../src/execute.ts'
import { install } from '../src/install.ts'

let folder: string

beforeAll(async () => {
  folder = await install('ci-server')
  // Emulated servers run no operating system: this ssh fails once, as on a server that still boots, and then runs what it is given here.
  const ssh = join(folder, 'fake-ssh')
  writeFileSync(
    ssh,
    '#!/bin/sh\n[ -e refused ] || { touch refused; exit 255; }\nprintf "%s\\n" "$@" >>ssh.log\nfor last; do :; done\nexec sh -c "$last"\n',
  )
  chmodSync(ssh, 0o755)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs it on a cloud of its own, and tells what is left there at the end. */
async function ci(
  command: string,
  options: Parameters<typeof createEmulator>[0] = {},
  prepare = (_: ReturnType<typeof createEmulator>) => {},
) {
  for (const file of ['refused', 'ssh.log']) rmSync(join(folder, file), { force: true })
  const emulator = createEmulator({ transitionMs: 50, ...options })
  onTestFinished(() => emulator.close())
  prepare(emulator)
  await emulator.listen()
  const { authUrl, users } = emulator.env()
  const env = { KAMAKI_AUTH_URL: authUrl, KAMAKI_TOKEN: users.alice.token, SSH: join(folder, 'fake-ssh') }
  const program: Running = start(process.execPath, ['ci-server.mjs', command], folder, env)
  /** Servers, keypairs and addresses that still exist. */
  const left = async (): Promise<unknown[]> => {
    const get = async (path: string): Promise<unknown[]> => {
      const response = await fetch(new URL(`/cyclades/${path}`, authUrl), {
        headers: { 'X-Auth-Token': users.alice.token },
      })
      return Object.values((await response.json()) as Record<string, unknown[]>).flat()
    }
    const paths = ['compute/v2.0/servers', 'compute/v2.0/os-keypairs', 'network/v2.0/floatingips']
    return (await Promise.all(paths.map(get))).flat()
  }
  return { program, left }
}

const leftoverFolders = () => readdirSync(tmpdir()).filter((name) => /^ci-\d+-\d+-/.test(name))

test('a command that works, and one that fails, run on a server that is gone afterwards', async () => {
  const before = leftoverFolders()
  for (const [command, code] of [
    ['echo it works', 0],
    ['echo it fails; exit 3', 3],
  ] as const) {
    const { program, left } = await ci(command)
    const outcome = await program.ended
    expect(outcome.output).toMatch(/^it (?:works|fails)$/m)
    expect(outcome.output).toMatch(/^Server \d+ is gone$/m)
    expect(outcome.code, outcome.output).toBe(code)
    expect(await left()).toEqual([])
  }
  const [, key, ...rest] = readFileSync(join(folder, 'ssh.log'), 'utf8').split('\n')
  expect(rest.some((line) => /^root@[\d.]+$/.test(line))).toBe(true)
  expect(existsSync(key ?? '')).toBe(false)
  expect(leftoverFolders()).toEqual(before)
})

test('nothing is left when it is stopped in the middle', async () => {
  for (const [signal, text] of [
    ['SIGINT', 'begins'],
    ['SIGTERM', 'Building'],
  ] as const) {
    const { program, left } = await ci('echo begins; exec sleep 60')
    await program.printed(text)
    program.child.kill(signal)
    const { code, output } = await program.ended
    expect(output).toContain(`Stopped by ${signal}`)
    expect(code).toBe(1)
    expect(await left()).toEqual([])
  }
})

test('nothing is left when the build fails, or the response to the creation is lost', async () => {
  const failed = await ci('true', {}, ({ scenarios }) => scenarios.failBuild({}))
  const failure = await failed.program.ended
  expect(failure).toMatchObject({ code: 1, output: expect.stringContaining('WaitFailedError') })
  expect(await failed.left()).toEqual([])

  const lost = await ci('true', {}, ({ faults }) =>
    faults.add({ method: 'POST', path: /\/servers$/, times: 1, fault: { kind: 'reset', when: 'headers' } }),
  )
  const loss = await lost.program.ended
  expect(loss).toMatchObject({ code: 1, output: expect.stringContaining('may have been carried out') })
  expect(loss.output).toMatch(/^Server \d+ is gone$/m)
  expect(await lost.left()).toEqual([])
})

test('its types are right, as its users see them', async () => {
  const options = ['--noEmit', '--allowJs', '--strict', '--target', 'es2023', '--module', 'nodenext']
  const types = join(import.meta.dirname, '../../../node_modules/@types')
  await run(
    join(import.meta.dirname, '../node_modules/.bin/tsc'),
    [...options, '--skipLibCheck', '--typeRoots', types, '--types', 'node', 'ci-server.mjs'],
    folder,
  )
})
