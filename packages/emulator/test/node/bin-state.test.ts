import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { run } from './run-bin.ts'

const root = mkdtempSync(join(tmpdir(), 'kamaki-bin-state-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const state = join(root, 'state')
const file = join(root, 'cloud.json')
const SERVES = /A Synnefo cloud is at (\S+)\/astakos[\s\S]*TOKEN=(\S+)/

/** Starts the command, and calls what it serves as alice. */
async function serve(...args: string[]) {
  const { child, output, code } = await run(['--port', '0', ...args], SERVES)
  const [, origin = '', token = ''] = SERVES.exec(output()) ?? []
  expect(output()).toMatch(SERVES)
  const headers = { 'X-Auth-Token': token, 'Content-Type': 'text/plain' }
  const user = await fetch(`${origin}/astakos/identity/v2.0/tokens`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ auth: { token: { id: token } } }),
  })
  const { access } = (await user.json()) as { access: { user: { id: string } } }
  return {
    call: (method: string, path: string, body?: string) =>
      fetch(`${origin}/pithos/object-store/v1/${access.user.id}${path}`, {
        method,
        headers,
        ...(body !== undefined && { body }),
      }),
    stop: async (signal: NodeJS.Signals) => {
      child.kill(signal)
      return code
    },
  }
}

test('--state keeps a cloud through the end of the process, export and import carry it elsewhere', async () => {
  const first = await serve('--state', state)
  await first.call('PUT', '/c')
  await first.call('PUT', '/c/o', 'content')
  // Of one that is running, too.
  expect(await (await run(['export', file, '--state', state], /never/)).code).toBe(0)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toHaveProperty('kamaki-emulator-fixture', 1)
  const taken = await run(['--port', '0', '--state', state], SERVES)
  expect(taken.output()).toContain(`The state directory ${state} is in use by process`)
  expect(await taken.code).toBe(2)
  await first.stop('SIGKILL')

  const second = await serve('--state', state)
  expect(await (await second.call('GET', '/c/o')).text()).toBe('content')
  expect(await second.stop('SIGTERM')).toBe(0)
  expect(existsSync(join(state, 'lock'))).toBe(false)

  const other = join(root, 'other')
  expect(await (await run(['import', file, '--state', other], /never/)).code).toBe(0)
  expect((await run(['export', '-', '--state', other], /never/)).output()).toBe(readFileSync(file, 'utf8'))
  const third = await serve('--fixture', file)
  expect(await (await third.call('GET', '/c/o')).text()).toBe('content')
  await third.stop('SIGKILL')
}, 120_000)

test('what cannot be exported or imported is said in a line', async () => {
  const empty = join(root, 'empty')
  const none = await run(['export', file, '--state', empty], /never/)
  expect([await none.code, none.output()]).toEqual([
    2,
    `kamaki-emulator: export ${file} --state ${empty}: ${empty} holds no state of an emulator: there is no state.log in it.\n`,
  ])
  const wrong = join(root, 'wrong.json')
  writeFileSync(wrong, '{"kamaki-emulator-fixture": 7}')
  const newer = await run(['import', wrong, '--state', join(root, 'new')], /never/)
  expect(await newer.code).toBe(2)
  expect(newer.output()).toContain(
    `import ${wrong} --state ${join(root, 'new')}: The fixture has format 7, and this version of @kamaki/emulator reads and writes format 1.`,
  )
  expect(existsSync(join(root, 'new'))).toBe(false)
}, 60_000)

test('a place where nothing can be written is told before anything is read, and nothing is left beside it', async () => {
  const folder = join(root, 'targets')
  mkdirSync(folder)
  writeFileSync(join(folder, 'plain'), '')
  const cases = [
    [folder, 'it is a directory. Name a file in it'],
    [join(folder, 'none', 'file'), `the directory ${join(folder, 'none')} does not exist. Create it first`],
    [join(folder, 'plain', 'file'), 'ENOTDIR'],
    ['/proc/kamaki-none', 'ENOENT'],
  ] as const
  for (const [target, message] of cases) {
    // What is to be read would be an error as well.
    const { code, output } = await run(['export', target, '--state', state], /never/)
    expect([await code, output()]).toEqual([
      2,
      expect.stringContaining(`export ${target} --state ${state}: ${message}`),
    ])
  }
  expect(readdirSync(folder)).toEqual(['plain'])
}, 60_000)

test('an export that fails leaves the file that was there, and nothing beside it', async () => {
  const damaged = join(root, 'damaged')
  const served = await serve('--state', damaged)
  await served.call('PUT', '/c')
  await served.call('PUT', '/c/o', 'content')
  await served.stop('SIGTERM')
  rmSync(join(damaged, 'blocks-1'), { recursive: true })
  const folder = join(root, 'exports')
  mkdirSync(folder)
  writeFileSync(join(folder, 'cloud.json'), 'before')
  symlinkSync('cloud.json', join(folder, 'link.json'))
  const failed = await run(['export', join(folder, 'link.json'), '--state', damaged], /never/)
  expect([await failed.code, failed.output()]).toEqual([
    2,
    expect.stringMatching(/Block [0-9a-f]{64} of an object is missing/),
  ])
  expect(readFileSync(join(folder, 'cloud.json'), 'utf8')).toBe('before')
  expect(readdirSync(folder).sort()).toEqual(['cloud.json', 'link.json'])
  // The link goes on pointing to the file, which is another one now.
  expect(await (await run(['export', join(folder, 'link.json'), '--state', state], /never/)).code).toBe(0)
  expect(readFileSync(join(folder, 'cloud.json'), 'utf8')).toContain('kamaki-emulator-fixture')
}, 60_000)
