import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserLoginOptions, loadCloud, login } from '@kamaki/astakos/node'
import { InvalidArgumentError, UnauthorizedError, WaitTimeoutError } from '@kamaki/core'
import { errorOf } from '@kamaki-tooling/testing'
import { expect, it, onTestFinished, vi } from 'vitest'
import { type TestCloud, testCloud } from './cloud.ts'

const cloudWithHttp = (): TestCloud => testCloud({ loginSchemes: ['pithos', 'http'] })

function options(cloud: TestCloud): BrowserLoginOptions & { configFile: string } {
  const folder = mkdtempSync(join(tmpdir(), 'kamaki-login-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return { fetch: cloud.emulator.fetch, env: {}, configFile: join(folder, '.kamakirc') }
}

/** What the browser of a user does who is logged in there: it follows the cloud to where it is sent. */
function browser(cloud: TestCloud, user: string, visit: (url: string) => Promise<unknown> = fetch) {
  return async (url: string): Promise<void> => {
    const headers = { cookie: `_pithos2_session=${cloud.user(user).token}` }
    const response = await cloud.emulator.fetch(url, { headers, redirect: 'manual' })
    await visit(response.headers.get('location') ?? '')
  }
}

it('logs a user in with their browser, and keeps the token where loadCloud finds it', async () => {
  const cloud = cloudWithHttp()
  const { configFile, ...rest } = options(cloud)
  let page: Response | undefined
  const open = browser(cloud, 'alice', async (url) => {
    page = await fetch(url)
  })
  const { astakos, source } = await login(cloud.authUrl, { ...rest, configFile, open })
  expect((await astakos.userInfo()).id).toBe(cloud.user('alice').uuid)
  expect(source).toBe(`${configFile}, cloud "synnefo.test"`)
  expect(statSync(configFile).mode & 0o777).toBe(0o600)
  expect(await page?.text()).toContain('You are logged in')
  expect(page?.headers.get('referrer-policy')).toBe('no-referrer')
  expect((await loadCloud(undefined, { configFile, env: {} })).token).toBe(cloud.user('alice').token)
})

it('waits for the real thing: other paths and unfinished logins do not end it', async () => {
  const cloud = cloudWithHttp()
  const statuses: number[] = []
  const open = browser(cloud, 'alice', async (url) => {
    const { origin, pathname, href } = new URL(url)
    for (const other of [`${origin}/?uuid=a&token=b`, `${origin}${pathname}`, href])
      statuses.push((await fetch(other)).status)
    statuses.push((await fetch(href, { method: 'POST' }).catch(() => ({ status: 0 }))).status)
  })
  const { token } = await login(cloud.authUrl, { ...options(cloud), name: 'mine', open })
  expect(token).toBe(cloud.user('alice').token)
  expect(statuses.slice(0, 3)).toEqual([404, 400, 200])
})

it('rejects a token that is not valid, and keeps nothing', async () => {
  const cloud = cloudWithHttp()
  const own = options(cloud)
  const open = browser(cloud, 'alice', async (url) => fetch(url.replace(/token=.*/, 'token=forged')))
  expect(UnauthorizedError.isInstance(await errorOf(login(cloud.authUrl, { ...own, open })))).toBe(true)
  expect(() => statSync(own.configFile)).toThrow('ENOENT')
})

it('asks for the token where the cloud does not send browsers back, or says where it is', async () => {
  const cloud = testCloud()
  const pages: string[] = []
  const open = (url: string): void => void pages.push(url)
  const ask = async (): Promise<string> => ` ${cloud.user('bob').token}\n`
  const { astakos } = await login(cloud.authUrl, { ...options(cloud), open, ask })
  expect((await astakos.userInfo()).id).toBe(cloud.user('bob').uuid)
  expect(pages).toEqual([expect.stringMatching(/\/ui\/api_access$/)])
  const error = await errorOf(login(cloud.authUrl, { ...options(cloud), open }))
  expect(error.name).toBe('CloudConfigError')
  expect(error.message).toContain(`Copy the token from ${pages[0]} and keep it with saveCloud()`)
})

it('goes on where the address cannot be opened, and says it', async () => {
  const cloud = testCloud()
  const said: string[] = []
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0)
  const ask = async (): Promise<string> => cloud.user('bob').token
  for (const open of [() => Promise.reject(new Error('no browser')), () => errorNow('no browser')]) {
    const { astakos } = await login(cloud.authUrl, { ...options(cloud), open, ask })
    expect((await astakos.userInfo()).id).toBe(cloud.user('bob').uuid)
  }
  write.mockRestore()
  expect(said).toEqual(
    Array(2).fill(expect.stringMatching(/^Cannot open http\S+\/api_access \(no browser\)\. Open it yourself\n$/)),
  )
  const open = (): Promise<never> => new Promise(() => undefined)
  const late = await errorOf(login(cloud.authUrl, { ...options(cloud), open, ask, loginTimeoutMs: 50 }))
  expect(late.name).toBe('WaitTimeoutError')
})

function errorNow(message: string): never {
  throw new Error(message)
}

it('ends when the time is over, or the caller aborts', async () => {
  const cloud = cloudWithHttp()
  const open = (): void => undefined
  const late = await errorOf(login(cloud.authUrl, { ...options(cloud), open, loginTimeoutMs: 200 }))
  expect(WaitTimeoutError.isInstance(late)).toBe(true)
  const controller = new AbortController()
  const opened = (): void => controller.abort(new Error('enough'))
  const aborted = await errorOf(login(cloud.authUrl, { ...options(cloud), open: opened, signal: controller.signal }))
  expect(aborted.message).toBe('enough')
})

it('rejects wrong arguments', async () => {
  for (const wrong of [login(''), login('x', { open: 5 as never }), login('x', { loginTimeoutMs: -1 })])
    expect(InvalidArgumentError.isInstance(await errorOf(wrong))).toBe(true)
})
