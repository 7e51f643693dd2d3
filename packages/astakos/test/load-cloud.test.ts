import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { CloudConfigError, loadCloud } from '@kamaki/astakos/node'
import { InvalidArgumentError } from '@kamaki/core'
import { errorOf } from '@kamaki-tooling/testing'
import { expect, it, onTestFinished } from 'vitest'
import { testCloud } from './cloud.ts'

const authUrl = 'https://accounts.example.org/identity/v2.0'
const nowhere = join(tmpdir(), 'no-such-kamakirc')

function kamakirc(content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'kamakirc-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, '.kamakirc')
  writeFileSync(path, content)
  return path
}

const cloud = (name: string) =>
  `[cloud "${name}"]\nurl = https://${name}.example.org/identity/v2.0\ntoken = token-of-${name}\n`

it('takes options before all else', async () => {
  const env = { KAMAKI_AUTH_URL: 'https://other.example.org', KAMAKI_TOKEN: 'other' }
  expect(await loadCloud(undefined, { authUrl, token: 'mine', env })).toMatchObject({
    authUrl,
    token: 'mine',
    source: 'options',
  })
})

it('takes the environment before the file', async () => {
  const env = { KAMAKI_AUTH_URL: authUrl, KAMAKI_TOKEN: 'from-env' }
  const found = await loadCloud(undefined, { env, configFile: kamakirc(cloud('a')) })
  expect(found).toMatchObject({ authUrl, token: 'from-env', source: 'environment' })
})

it('takes the only cloud of the file, or its default', async () => {
  const one = await loadCloud(undefined, { env: {}, configFile: kamakirc(cloud('a')) })
  expect(one).toMatchObject({ authUrl: 'https://a.example.org/identity/v2.0', token: 'token-of-a' })
  expect(one.source).toMatch(/\.kamakirc, cloud "a"$/)
  const two = `[global]\ndefault_cloud = b\n${cloud('a')}${cloud('b')}`
  expect((await loadCloud(undefined, { env: {}, configFile: kamakirc(two) })).token).toBe('token-of-b')
})

it('takes the cloud that is named, whatever the environment says', async () => {
  const env = { KAMAKI_AUTH_URL: authUrl, KAMAKI_TOKEN: 'from-env', KAMAKI_CONFIG: kamakirc(cloud('a') + cloud('b')) }
  expect((await loadCloud('b', { env })).token).toBe('token-of-b')
})

it('takes the file that KAMAKI_CONFIG names', async () => {
  expect((await loadCloud(undefined, { env: { KAMAKI_CONFIG: kamakirc(cloud('a')) } })).token).toBe('token-of-a')
})

it('takes empty variables for unset ones', async () => {
  const env = { KAMAKI_AUTH_URL: '', KAMAKI_TOKEN: ' ', KAMAKI_CONFIG: kamakirc(cloud('a')) }
  expect((await loadCloud(undefined, { env })).token).toBe('token-of-a')
})

it('takes a token beside the URL of the file, and the token of the file for its own URL only', async () => {
  const configFile = kamakirc(cloud('a'))
  const own = await loadCloud(undefined, { env: { KAMAKI_TOKEN: 'newer' }, configFile })
  expect(own).toMatchObject({ authUrl: 'https://a.example.org/identity/v2.0', token: 'newer' })
  const same = await loadCloud(undefined, { authUrl: 'https://a.example.org/identity/v2.0/', env: {}, configFile })
  expect(same.token).toBe('token-of-a')
  await expect(loadCloud(undefined, { authUrl, env: {}, configFile })).rejects.toThrow(
    /No token for https:\/\/accounts\.example\.org/,
  )
})

it('never sends the token of the environment to another cloud than that of the environment', async () => {
  const env = { KAMAKI_AUTH_URL: 'https://other.example.org', KAMAKI_TOKEN: 'other' }
  const error = await errorOf(loadCloud(undefined, { authUrl, env, configFile: nowhere }))
  expect(CloudConfigError.isInstance(error)).toBe(true)
})

it('says where it looked when there is nothing', async () => {
  const error = await errorOf(loadCloud(undefined, { env: {}, configFile: nowhere }))
  expect(CloudConfigError.isInstance(error)).toBe(true)
  expect(error.message).toBe(`No cloud is configured. Looked at
  - options: no authUrl, no token
  - environment: no KAMAKI_AUTH_URL, no KAMAKI_TOKEN
  - file ${nowhere}: does not exist
Set KAMAKI_AUTH_URL and KAMAKI_TOKEN (both are on the API access page of the cloud), or write them to ~/.kamakirc:
  [cloud "mine"]
  url = https://accounts.example.org/identity/v2.0
  token = ...`)
})

it('says what is missing, and names the clouds there are', async () => {
  const two = kamakirc(cloud('a') + cloud('b'))
  const message = async (name: string | undefined, configFile: string, env = {}) =>
    (await errorOf(loadCloud(name, { env, configFile }))).message
  expect(await message(undefined, two)).toMatch(/clouds "a", "b" and no default_cloud: name one/)
  expect(await message('c', two)).toMatch(/clouds "a", "b", but no "c"/)
  expect(await message('c', two)).toMatch(/environment: ignored, since a cloud is named/)
  expect(await message(undefined, kamakirc('[global]\ndefault_cloud = x\n'))).toMatch(
    /no \[cloud "name"\] section, but no "x" \(its default_cloud\)/,
  )
  expect(await message(undefined, kamakirc('[cloud "a"]\nurl = https://a\n'))).toMatch(/cloud "a": url, no token/)
  expect(await message(undefined, two, { KAMAKI_AUTH_URL: authUrl })).toMatch(
    /KAMAKI_AUTH_URL, no KAMAKI_TOKEN[\s\S]*none with the url/,
  )
  expect(await message(undefined, tmpdir())).toMatch(/cannot be read \(EISDIR\)/)
  expect(await message(undefined, kamakirc(`${cloud('a')}my-token\n`))).toMatch(
    /cannot be read \(line 4 is neither a \[section\] nor "key = value"\)/,
  )
})

it('reads a file with a byte order mark', async () => {
  expect((await loadCloud(undefined, { env: {}, configFile: kamakirc(`\uFEFF${cloud('a')}`) })).token).toBe(
    'token-of-a',
  )
})

it('never shows a token in what it says', async () => {
  const error = await errorOf(loadCloud(undefined, { env: { KAMAKI_TOKEN: 's3cret' }, configFile: nowhere }))
  expect(inspect(error)).not.toContain('s3cret')
  expect(JSON.stringify(error)).not.toContain('s3cret')
})

it('returns a client that works, and a token that shows only when it is asked for', async () => {
  const { emulator, authUrl, user } = testCloud()
  const { token, uuid } = user('alice')
  const loaded = await loadCloud(undefined, { authUrl, token, fetch: emulator.fetch })
  expect((await loaded.astakos.userInfo()).id).toBe(uuid)
  expect(loaded.token).toBe(token)
  expect(loaded.fetch).toBe(emulator.fetch)
  expect(inspect(loaded, { depth: 9, showHidden: true })).not.toContain(token)
  expect(JSON.stringify(loaded)).not.toContain(token)
  expect(JSON.parse(JSON.stringify(loaded))).toEqual({ authUrl, source: 'options' })
})

it('passes options on to the client', async () => {
  const { emulator, authUrl, user } = testCloud()
  const seen: (string | null)[] = []
  const { astakos } = await loadCloud(undefined, {
    authUrl,
    token: user('alice').token,
    headers: { 'x-mine': 'yes' },
    fetch: (input, init) => {
      seen.push(new Request(input, init).headers.get('x-mine'))
      return emulator.fetch(input, init)
    },
  })
  await astakos.userInfo()
  expect(seen).toEqual(['yes'])
})

it('rejects a file of certificates that does not exist', async () => {
  const env = { KAMAKI_AUTH_URL: authUrl, KAMAKI_TOKEN: 't', KAMAKI_CA_CERTS: nowhere }
  const error = await errorOf(loadCloud(undefined, { env }))
  expect(InvalidArgumentError.isInstance(error)).toBe(true)
  expect(error.message).toContain(nowhere)
})
