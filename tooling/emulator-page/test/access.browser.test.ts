import { expect, test } from 'vitest'
import { containerOf } from './support/clients.ts'
import { visit } from './support/visitor.ts'

test('shows who the users are, and what a program needs to be one of them', async () => {
  const { page, emulator } = await visit()
  const { users, authUrl } = emulator.env()
  const { token, uuid } = users['bob']!
  await page.getByRole('button', { name: /^bob/ }).click()
  await page.getByTestId('TOKEN').getByText(token).waitFor()
  expect(await page.getByTestId('AUTHENTICATION_URL').textContent()).toBe(authUrl)
  await page.getByText(uuid!).first().waitFor()

  const copied = async (): Promise<string> => page.evaluate(() => navigator.clipboard.readText())
  await page.getByRole('button', { name: 'Copy TOKEN' }).click()
  await page.getByText('Copied').waitFor()
  expect(await copied()).toBe(token)
  await page.getByRole('button', { name: '.kamakirc', exact: true }).click()
  await page.getByRole('button', { name: 'Copy .kamakirc' }).click()
  await page.getByText('[cloud "emulator"]').waitFor()
  expect(await copied()).toContain(`url = ${authUrl}\ntoken = ${token}\n`)
})

test('lists the endpoints that the SDK reads of the catalog, and the quotas', async () => {
  const { page, origin } = await visit()
  await page.getByRole('cell', { name: `${origin}/pithos/object-store/v1` }).waitFor()
  await page.getByText('Quotas').click()
  await page.getByRole('row', { name: /cyclades\.vm own 0 20/ }).waitFor()
})

test('tells the address by which the browser came, as the one that works from there', async () => {
  const { page, origin } = await visit()
  const byName = origin.replace('127.0.0.1', 'localhost')
  await page.goto(byName)
  await page.getByTestId('AUTHENTICATION_URL').getByText(`${byName}/astakos/identity/v2.0`).waitFor()
  await page.getByRole('cell', { name: `${byName}/pithos/object-store/v1` }).waitFor()
})

test('finds one of a thousand users', async () => {
  const { page, emulator } = await visit('/', { users: 1000 })
  await page.getByRole('searchbox', { name: 'Search users' }).fill('user777')
  await page.getByRole('button', { name: /^user777/ }).click()
  await page.getByTestId('TOKEN').getByText(emulator.env().users['user777']!.token).waitFor()
})

test('a copied value is shown to be selected where pages may not write to the clipboard', async () => {
  const { page } = await visit('/', { context: { permissions: [] } })
  await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }))
  await page.getByRole('button', { name: 'Copy TOKEN' }).click()
  await page.getByText('Select and copy').waitFor()
})

test('a page that somebody stored in Pithos cannot use the control API', async () => {
  const { page, emulator, origin } = await visit('/', { faultsExpected: true })
  const container = await containerOf(emulator, 'alice', 'pages')
  await container.create()
  const script = `fetch('${origin}/_emulator/users').then((r) => r.text()).then(
    (text) => { document.title = 'read ' + text }, (error) => { document.title = 'kept out' })`
  const object = container.object('evil.html')
  await object.upload(`<!doctype html><title>at first</title><script>${script}</script>`, { contentType: 'text/html' })
  await page.goto(new URL((await object.publish()) ?? '', origin).href)
  await expect.poll(() => page.title()).toBe('kept out')
})

test('all of it works over HTTPS', async () => {
  const { page, origin } = await visit('/#/files', { https: true })
  await page.getByText('No containers yet').waitFor()
  await page.getByText('live').waitFor()
  await page.getByRole('link', { name: 'API access' }).click()
  await page.getByTestId('AUTHENTICATION_URL').getByText(`${origin}/astakos/identity/v2.0`).waitFor()
  expect(origin).toMatch(/^https:/)
})
