import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AstakosClient } from '@kamaki/astakos'
import { loadCloud } from '@kamaki/astakos/node'
import { createEmulator } from '@kamaki/emulator'
import { PithosClient } from '@kamaki/pithos'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { SNIPPETS } from '../src/access/snippets.ts'

const emulator = createEmulator({ users: [{ name: 'quentin', token: "it's-$HOME\\" }] })
const folder = mkdtempSync(join(tmpdir(), 'snippets-'))
beforeAll(() => emulator.listen())
afterAll(async () => {
  await emulator.close()
  rmSync(folder, { recursive: true })
})

function snippetOf(id: string, user: string): string {
  const { authUrl, users } = emulator.env()
  return SNIPPETS.find((snippet) => snippet.id === id)!.code({ authUrl, token: users[user]!.token })
}

const shell = (script: string): string => execFileSync('sh', ['-c', script], { encoding: 'utf8' })

test('the shell exports set what they say, whatever the token is', () => {
  const { authUrl } = emulator.env()
  const script = `${snippetOf('shell', 'quentin')}printf '%s %s' "$KAMAKI_AUTH_URL" "$KAMAKI_TOKEN"`
  expect(shell(script)).toBe(`${authUrl} it's-$HOME\\`)
})

test('loadCloud reads the .kamakirc', async () => {
  const file = join(folder, '.kamakirc')
  writeFileSync(file, snippetOf('kamakirc', 'bob'))
  const { astakos } = await loadCloud(undefined, { configFile: file, env: {} })
  expect((await astakos.userInfo()).id).toBe(emulator.env().users['bob']!.uuid)
})

test('the curl command gets the service catalog', () => {
  const sent = shell(`curl() { printf '%s\\n' "$@"; }\n${snippetOf('curl', 'quentin')}`)
  const { authUrl } = emulator.env()
  expect(sent.trim().split('\n')).toEqual([
    '-s',
    `${authUrl}/tokens`,
    '-H',
    'Content-Type: application/json',
    '-d',
    JSON.stringify({ auth: { token: { id: "it's-$HOME\\" } } }),
  ])
})

test('the TypeScript code lists containers', async () => {
  const { users } = emulator.env()
  const pithos = await new AstakosClient(emulator.env().authUrl, users['alice']!.token).client(PithosClient)
  await pithos.container('photos').create()
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  const file = join(import.meta.dirname, '../.tmp', `snippet-${process.pid}.ts`)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, snippetOf('typescript', 'alice'))
  try {
    await import(file)
    expect(log).toHaveBeenCalledWith([expect.objectContaining({ name: 'photos' })])
  } finally {
    log.mockRestore()
    rmSync(file)
  }
})
