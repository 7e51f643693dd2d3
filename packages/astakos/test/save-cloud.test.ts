import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CloudConfigError, loadCloud, saveCloud } from '@kamaki/astakos/node'
import { InvalidArgumentError } from '@kamaki/core'
import { errorOf } from '@kamaki-tooling/testing'
import fc from 'fast-check'
import { expect, it, onTestFinished } from 'vitest'
import { parseRawConfig, setRawValues } from '../src/node/raw-config.ts'

const authUrl = 'https://accounts.example.org/identity/v2.0'
const env = {}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'kamakirc-'))
  onTestFinished(() => rmSync(path, { recursive: true }))
  return path
}

it('keeps a cloud in a file for its owner alone, where loadCloud finds it', async () => {
  const configFile = join(folder(), 'sub', '.kamakirc')
  expect(await saveCloud('okeanos', { authUrl, token: 'AbC-_123==' }, { configFile, env })).toBe(configFile)
  expect(statSync(configFile).mode & 0o777).toBe(0o600)
  expect(readFileSync(configFile, 'utf8')).toBe(
    `[cloud "okeanos"]\nurl = ${authUrl}\ntoken = AbC-_123==\n\n[global]\ndefault_cloud = okeanos\n`,
  )
  expect(await loadCloud(undefined, { configFile, env })).toMatchObject({ authUrl, token: 'AbC-_123==' })
  expect(readdirSync(join(configFile, '..'))).toEqual(['.kamakirc'])
})

it('leaves all else in the file as it was, and changes the values of the cloud', async () => {
  const configFile = join(folder(), '.kamakirc')
  const content = `# mine
[global]
default_cloud = other
colors = on

[cloud "other"]
token = theirs
[cloud 'okeanos']
; kept
URL: https://old.example.org
token = old-one
   and-another

pithos_container = images
`
  writeFileSync(configFile, content, { mode: 0o644 })
  await saveCloud('okeanos', { authUrl, token: 'new' }, { env: { KAMAKI_CONFIG: configFile } })
  const expected = content
    .replace("[cloud 'okeanos']\n", `[cloud 'okeanos']\nurl = ${authUrl}\ntoken = new\n`)
    .replace('URL: https://old.example.org\ntoken = old-one\n   and-another\n', '')
  expect(readFileSync(configFile, 'utf8')).toBe(expected)
  expect(statSync(configFile).mode & 0o777).toBe(0o600)
  await saveCloud('okeanos', { authUrl, token: 'new', caFile: '/etc/ca.pem' }, { configFile, isDefault: true })
  expect(readFileSync(configFile, 'utf8')).toContain(
    '[global]\ndefault_cloud = okeanos\nca_certs = /etc/ca.pem\ncolors = on',
  )
})

it('writes what a link leads to, and leaves the link', async () => {
  const [home, elsewhere] = [folder(), folder()]
  writeFileSync(join(elsewhere, 'rc'), '')
  symlinkSync(join(elsewhere, 'rc'), join(home, '.kamakirc'))
  await saveCloud('a', { authUrl, token: 't' }, { configFile: join(home, '.kamakirc'), env })
  expect(readFileSync(join(elsewhere, 'rc'), 'utf8')).toContain('token = t')
})

it('loses none of several clouds that are saved at the same time', async () => {
  const configFile = join(folder(), '.kamakirc')
  const names = Array.from({ length: 20 }, (_, index) => `cloud${index}`)
  await Promise.all(names.map((name) => saveCloud(name, { authUrl, token: 't' }, { configFile, env })))
  for (const name of names) expect(await loadCloud(name, { configFile, env })).toMatchObject({ token: 't' })
})

it('keeps the line ends of Windows, and a byte order mark', async () => {
  const configFile = join(folder(), '.kamakirc')
  writeFileSync(configFile, '\uFEFF[cloud "a"]\r\n# mine\r\nurl = https://a.example.org\r\n')
  await saveCloud('b', { authUrl, token: 't' }, { configFile, env })
  const content = readFileSync(configFile, 'utf8')
  expect(content).toContain('\uFEFF[cloud "a"]\r\n# mine\r\nurl = https://a.example.org\r\n\r\n[cloud "b"]\r\n')
  expect(content.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
})

it('rejects a file that is not UTF-8, or no file, at once, and leaves it as it was', async () => {
  const configFile = join(folder(), '.kamakirc')
  const latin1 = Buffer.from('[global]\nname = caf\xe9\n', 'latin1')
  writeFileSync(configFile, latin1)
  const fifo = join(folder(), 'fifo')
  execFileSync('mkfifo', [fifo])
  for (const [path, reason] of [
    [configFile, 'not UTF-8'],
    [fifo, 'not a regular file'],
  ] as const) {
    for (const attempt of [
      () => saveCloud('a', { authUrl, token: 't' }, { configFile: path, env }),
      () => loadCloud('a', { configFile: path, env }),
    ]) {
      const error = await errorOf(attempt())
      expect(CloudConfigError.isInstance(error)).toBe(true)
      expect(String(error)).toContain(reason)
    }
  }
  expect(readFileSync(configFile).equals(latin1)).toBe(true)
})

it('leaves a file alone that kamaki could not read, without showing what is in it', async () => {
  const configFile = join(folder(), '.kamakirc')
  writeFileSync(configFile, 'a-secret-token\n')
  const error = await errorOf(saveCloud('a', { authUrl, token: 'new-secret' }, { configFile, env }))
  expect(CloudConfigError.isInstance(error)).toBe(true)
  expect(error.message).toMatch(/^Cannot save cloud "a" in \S+: line 1 stands before the first \[section\]$/)
  expect(readFileSync(configFile, 'utf8')).toBe('a-secret-token\n')
  const inFile = await errorOf(saveCloud('a', { authUrl, token: 't' }, { configFile: join(configFile, 'x'), env }))
  expect(CloudConfigError.isInstance(inFile)).toBe(true)
})

it.each([
  ['', { authUrl, token: 't' }, 'name'],
  ['a"b', { authUrl, token: 't' }, 'name'],
  ['a b', { authUrl, token: 't' }, 'name'],
  ['a', { authUrl: 'accounts.example.org', token: 't' }, 'authUrl'],
  ['a', { authUrl: `${authUrl}\ntoken = x`, token: 't' }, 'authUrl'],
  ['a', { authUrl, token: 'two words' }, 'token'],
  ['a', { authUrl, token: '' }, 'token'],
  ['a', { authUrl, token: 't', caFile: 'a\nb' }, 'caFile'],
  ['a', { authUrl, token: 't', colour: 'red' }, 'cloud.colour'],
])('rejects what could not be read back: %j %j', async (name, cloud, parameter) => {
  const configFile = join(folder(), '.kamakirc')
  const error = await errorOf(saveCloud(name, cloud, { configFile, env }))
  expect(InvalidArgumentError.isInstance(error) && error.parameter).toBe(parameter)
})

it('sets values, and changes no other, whatever was there; doing it again changes nothing', () => {
  const line = fc.constantFrom(
    '[a]',
    '[b]',
    'k = 1',
    '  k = 4',
    '  more = 6',
    '# c',
    '',
    'j: 2',
    '  [b]',
    '  x = 5',
    '[a] x',
  )
  const entriesOf = (content: string): string[] =>
    [...parseRawConfig(content)].flatMap(([section, keys]) =>
      [...keys].filter(([key]) => section !== 'a' || !['k', 'n'].includes(key)).map((entry) => `${section}: ${entry}`),
    )
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
      const content = `[b]\nz = 0\n${lines.join('\n')}`
      const set = (text: string): string => setRawValues(text, (name) => name === 'a', '[a]', { k: 'new', n: '3' })
      const once = set(content)
      expect(Object.fromEntries(parseRawConfig(once).get('a') ?? [])).toMatchObject({ k: 'new', n: '3' })
      expect(entriesOf(once)).toEqual(entriesOf(content))
      expect(set(once)).toBe(once)
    }),
    { numRuns: 1000 },
  )
})

it('says at once that there can be no such directory', async () => {
  for (const configFile of ['/proc/kamaki-none/.kamakirc', '/proc/kamaki-none/below/.kamakirc']) {
    const error = await errorOf(saveCloud('a', { authUrl, token: 'AbC-_123==' }, { configFile, env }))
    expect(error).toBeInstanceOf(CloudConfigError)
    expect((error as Error).message).toContain('Cannot save cloud "a"')
  }
})
