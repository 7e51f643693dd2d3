import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEmulator, REAL_COST } from '@kamaki/emulator'
import { afterAll, expect, test } from 'vitest'
import { readArguments } from '../../src/node/arguments.ts'
import { logLine } from '../../src/node/request-log.ts'
import { run } from './run-bin.ts'

const directory = mkdtempSync(join(tmpdir(), 'kamaki-bin-'))
afterAll(() => rmSync(directory, { recursive: true }))

/** Runs a program in a shell, after a line that the command has printed. */
function inShell(line: string, program: string): string {
  const script = `${line} && exec "$0" --input-type=module -e "$1"`
  return execFileSync('sh', ['-c', script, process.execPath, program], { encoding: 'utf8', stdio: 'pipe' })
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

test('prints where the page is, and what a shell needs: a program that is told no more finds the cloud', async () => {
  const { child, output, code } = await run(['--port', '0', '--quiet', '--public-ipv6'], /admin .*\n/)
  expect(output()).toMatch(/^Its page for browsers: http:\/\/127\.0\.0\.1:\d+\/$/m)
  const line = /^ {2}(export .*)$/m.exec(output())?.[1] ?? ''
  const program = `
    const { KAMAKI_AUTH_URL: url, KAMAKI_TOKEN: token } = process.env
    const quotas = new URL('/astakos/account/v1.0/quotas', url)
    console.log((await fetch(quotas, { headers: { 'X-Auth-Token': token } })).status)`
  expect(inShell(line, program)).toBe('200\n')
  const origin = /KAMAKI_AUTH_URL=(http:\/\/[^/]+)/.exec(line)?.[1]
  const { networks } = (await (await fetch(`${origin}/_emulator/overview`)).json()) as {
    networks: { cidrs: string[] }[]
  }
  expect(networks[0]?.cidrs).toEqual(['203.0.113.0/24', '2001:db8:1::/64'])
  child.kill('SIGHUP')
  expect(await code).toBe(0)
}, 90_000)

test('--https makes a certificate and tells how to trust it; a signal ends event streams and takes its file away', async () => {
  const { child, output, code } = await run(['--port', '0', '--https'], /ca_certs = .*\n/)
  const [, url = '', ca = ''] = /KAMAKI_AUTH_URL=(\S+) KAMAKI_TOKEN=\S+ KAMAKI_CA_CERTS=(\S+)/.exec(output()) ?? []
  expect(output()).toContain(`ca_certs = ${ca}`)
  const program = `console.log((await fetch('${url}/tokens', { method: 'POST' })).status)`
  expect(inShell(`export NODE_EXTRA_CA_CERTS=${ca}`, program)).toBe('200\n')
  expect(() => inShell('true', program)).toThrow(/fetch failed/)
  const events = request(`${new URL(url).origin}/_emulator/events`, { ca: readFileSync(ca) }).end()
  await new Promise((resolve) => events.once('response', (response) => response.once('data', resolve)))
  child.kill('SIGINT')
  expect(await code).toBe(0)
  expect(existsSync(ca)).toBe(false)
}, 90_000)

test('the authority is written where --ca-file says, and stays', async () => {
  const file = join(directory, "ca of o'hara.pem")
  const { child, output, code } = await run(['--port', '0', '--https', '--ca-file', file], /ca_certs = .*\n/)
  expect(output()).toContain(`KAMAKI_CA_CERTS='${file.replace("'", "'\\''")}'`)
  expect(readFileSync(file, 'utf8')).toMatch(/^-----BEGIN CERTIFICATE-----/)
  child.kill('SIGTERM')
  expect(await code).toBe(0)
  expect(existsSync(file)).toBe(true)
}, 90_000)

test('--seed-file fills the cloud, or tells the lines that are wrong', async () => {
  const good = join(directory, 'good.yaml')
  writeFileSync(good, 'users:\n  - { name: dora, token: dora-token }\n')
  const { child, output, code } = await run(['--port', '0', '--seed-file', good], /admin .*\n/)
  const url = /KAMAKI_AUTH_URL=(\S+)/.exec(output())?.[1] ?? ''
  const quotas = new URL('/astakos/account/v1.0/quotas', url)
  expect((await fetch(quotas, { headers: { 'x-auth-token': 'dora-token' } })).status).toBe(200)
  child.kill('SIGTERM')
  expect(await code).toBe(0)
  const bad = join(directory, 'bad.yaml')
  writeFileSync(bad, 'users:\n  - name: dora\n    mial: x\nnetworks: 5\n')
  const failed = await run(['--seed-file', bad], /^never$/)
  expect(await failed.code).toBe(2)
  expect(failed.output().split('\n')).toEqual([
    'kamaki-emulator: --seed-file cannot be used:',
    expect.stringMatching(/bad\.yaml:3:5 Unknown field 'mial'\. Allowed fields: email, /),
    `${bad}:4:1 networks must be an array; got 5`,
    '',
  ])
  const gone = await run(['--seed-file', join(directory, 'gone.yaml')], /^never$/)
  expect(gone.output()).toMatch(/^kamaki-emulator: --seed-file .*gone\.yaml: ENOENT.*\n$/)
}, 90_000)

test('--version prints the version', async () => {
  const { output, code } = await run(['--version'], /^never$/)
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  expect(output()).toBe(`${version}\n`)
  expect(await code).toBe(0)
}, 90_000)

test('a reader of the log who leaves does not end the cloud', async () => {
  const { child, output, code } = await run(['--port', '0'], /admin .*\n/)
  const url = /KAMAKI_AUTH_URL=(\S+)/.exec(output())?.[1] ?? ''
  child.stdout?.destroy()
  for (let i = 0; i < 5; i++) expect((await fetch(`${url}/tokens`, { method: 'POST' })).status).toBe(200)
  child.kill('SIGTERM')
  expect(await code).toBe(0)
}, 90_000)

test('a wrong option is told with how to see them all, and the exit code is 2', async () => {
  const { output, code } = await run(['--port', 'many'], /--help/)
  expect(await code).toBe(2)
  expect(output()).toBe(
    'kamaki-emulator: --port takes a whole number from 0 to 65535, not "many"\nkamaki-emulator --help lists all options.\n',
  )
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
    [
      ['--port', '0', '--env', nowhere],
      /^kamaki-emulator: --env .*the directory .*nowhere does not exist. Create it first\n$/,
    ],
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
    command: undefined,
    port: 8080,
    host: '127.0.0.1',
    https: false,
    caFile: undefined,
    envFile: undefined,
    users: 0,
    state: undefined,
    fixture: undefined,
    data: undefined,
    latencyMs: 0,
    cost: undefined,
    link: undefined,
    transitionMs: 500,
    seed: 1,
    seedFile: undefined,
    publicIpv6: false,
    control: 'loopback',
    quiet: false,
    version: false,
    help: false,
  })
  expect(readArguments(['--latency', '5', '--quiet', '--transition', '0'])).toMatchObject({
    latencyMs: 5,
    quiet: true,
    transitionMs: 0,
  })
  expect(readArguments(['--env', 'a.json'])).toMatchObject({ envFile: 'a.json' })
  expect(() => readArguments(['--colour'])).toThrow(/^Unknown option --colour$/)
  for (const [typed, meant] of Object.entries({
    prot: 'port',
    sate: 'state',
    stat: 'state',
    hosts: 'host',
    'env-file': 'env',
    quite: 'quiet',
  }))
    expect(() => readArguments([`--${typed}=1`])).toThrow(`Unknown option --${typed}. Did you mean --${meant}?`)
  expect(readArguments(['-h']).help && readArguments(['-v']).version).toBe(true)
  expect(() => readArguments(['--users', '-1'])).toThrow(TypeError)
  expect(() => readArguments(['--control', 'all'])).toThrow('--control takes loopback, any or off, not "all"')
  expect(readArguments(['--cost', 'real', '--workers', '8']).cost).toEqual({ ...REAL_COST, workers: 8 })
  expect(readArguments(['--link', '1e9,10']).link).toEqual({ bitsPerSecond: 1e9, latencyMs: 10 })
  for (const wrong of ['fast', '1e9', '0,1', '1e9,-1', '1,2,3', '1e9,'])
    expect(() => readArguments(['--link', wrong])).toThrow('--link takes bits per second from 1 and milliseconds')
  expect(() => readArguments(['--cost', 'high'])).toThrow('--cost takes real, not "high"')
  expect(() => readArguments(['--workers', '8'])).toThrow('--workers goes with --cost real')
  expect(() => readArguments(['--cost', 'real', '--workers', '0'])).toThrow('from 1 to 1000, not "0"')
  expect(() => readArguments(['--ca-file', 'ca.pem'])).toThrow('--ca-file goes with --https')
  expect(readArguments(['export', 'f.json', '--state', 'd'])).toMatchObject({
    command: { name: 'export', file: 'f.json' },
    state: 'd',
  })
  expect(() => readArguments(['export', 'f.json'])).toThrow('export needs --state DIR')
  expect(() => readArguments(['import', '--state', 'd'])).toThrow('import takes one FILE')
  expect(() => readArguments(['serve'])).toThrow('Unknown command "serve". Commands: export, import')
  expect(() => readArguments(['--state', 'd', '--data', 'e'])).toThrow('--data does not go with --state')
  expect(() => readArguments(['--state', 'd', '--fixture', 'e'])).toThrow('Use: import FILE --state DIR')
  for (const name of ['host', 'env', 'data', 'state'])
    expect(() => readArguments([`--${name}=`])).toThrow(`--${name} must not be empty`)
})

test('a line of the log is short, and nothing in it reaches the terminal as a command', () => {
  const record = { method: 'GET', status: 200, durationMs: 3.21, user: undefined, fault: 'delay' }
  const line = logLine({ ...record, target: `/\u001b[31m${'x'.repeat(500)}` }, false)
  expect(line).toMatch(/^\d\d:\d\d:\d\d GET {4}\/\?\[31mx+\.\.\. 200 3\.2 ms - \[delay\]$/)
  expect(line.length).toBeLessThan(160)
})
