import { expect, test } from 'vitest'
import { containerOf, createServer } from './support/clients.ts'
import { visit } from './support/visitor.ts'

test('a fault is switched on, strikes the file browser, is seen in the log, and ends', async () => {
  const { page, emulator } = await visit('/#/trouble', { faultsExpected: true })
  await page.getByLabel('What happens').selectOption('Respond with an error')
  await page.getByLabel('Status', { exact: true }).fill('507')
  await page.getByLabel('Message', { exact: true }).fill('the disk is full')
  await page.getByLabel('Of which service').selectOption('Pithos (files)')
  await page.getByRole('button', { name: 'Switch on' }).click()
  await page.getByText('Respond with an error (status 507, message the disk is full): any method, /pithos/').waitFor()
  await page.getByRole('link', { name: '1 fault or scenario on' }).waitFor()

  await page.getByRole('link', { name: 'Files' }).click()
  await page.getByRole('alert').getByText('the disk is full').first().waitFor()
  await page.getByRole('link', { name: 'Requests', exact: true }).click()
  await page
    .getByRole('row', { name: /pithos.* 507 .*alice status/ })
    .first()
    .waitFor()

  await page.getByRole('link', { name: '1 fault or scenario on' }).click()
  await page.getByText(/struck [1-9]/).waitFor()
  await page.getByRole('button', { name: /^End fault/ }).click()
  await page.getByRole('link', { name: '1 fault or scenario on' }).waitFor({ state: 'detached' })
  const container = await containerOf(emulator, 'alice', 'photos')
  expect(await container.create()).toEqual({ created: true })
})

test('each kind of fault that the form offers is one that the emulator takes', async () => {
  const { page, emulator } = await visit('/#/trouble', { faultsExpected: true })
  const kinds = page.getByLabel('What happens').getByRole('option')
  const number = await kinds.count()
  expect(number).toBe(7)
  for (let index = 0; index < number; index++) {
    await page.getByLabel('What happens').selectOption({ index })
    await page.getByLabel('Path with').fill(`/never/${index}`)
    await page.getByLabel('Percent of requests').fill('50')
    await page.getByLabel('Lets through first').fill('2')
    await page.getByRole('button', { name: 'Switch on' }).click()
    await page.getByText(`/never/${index}, after 2, 50 % of the time`).waitFor()
  }
  await page.getByRole('button', { name: 'End all faults' }).click()
  await page.getByText('/never/').first().waitFor({ state: 'detached' })
  expect(await page.getByRole('button', { name: /^End fault/ }).count()).toBe(0)
  expect(emulator.requests.filter(({ fault }) => fault)).toEqual([])
})

test('what the emulator rejects is said in its words', async () => {
  const { page } = await visit('/#/trouble', { faultsExpected: true })
  await page.getByLabel('Status', { exact: true }).fill('9')
  await page.getByRole('button', { name: 'Switch on' }).click()
  await page.getByRole('alert').getByText('status').waitFor()
})

test('a scenario is started, happens, and is seen', async () => {
  const { page, emulator } = await visit('/#/trouble', { transitionMs: 0 })
  await page.getByLabel('Scenario', { exact: true }).selectOption({ value: 'failBuild' })
  await page.getByLabel('message (optional)').fill('no space left on the host')
  await page.getByRole('button', { name: 'Start' }).click()
  await page.getByRole('button', { name: /^End scenario/ }).waitFor()
  await createServer(emulator, 'bob', 'web')
  await page.getByRole('link', { name: 'Resources' }).click()
  await page
    .getByRole('row', { name: /web bob ERROR/ })
    .getByText('no space left on the host')
    .waitFor()
})

test('a user is suspended, which the API access page shows, and is active again when that ends', async () => {
  const { page } = await visit('/#/trouble', { faultsExpected: true })
  await page.getByLabel('Scenario', { exact: true }).selectOption({ value: 'suspendUser' })
  await page.getByLabel('user', { exact: true }).fill('carol')
  await page.getByRole('button', { name: 'Start' }).click()
  await page.getByRole('button', { name: /^End scenario/ }).waitFor()
  await page.getByRole('link', { name: 'API access' }).click()
  await page.getByRole('button', { name: /carol.*suspended/ }).click()
  await page.getByRole('link', { name: 'Files' }).click()
  await page.getByLabel('As user').selectOption('carol')
  await page.getByRole('alert').getByText('User inactive').first().waitFor()
  await page.getByRole('link', { name: 'Faults and scenarios' }).click()
  await page.getByRole('button', { name: /^End scenario/ }).click()
  await page.getByRole('link', { name: 'API access' }).click()
  await page.getByRole('button', { name: /carol/ }).waitFor()
  await expect.poll(() => page.getByText('suspended').count()).toBe(0)
})

test('the page says when the emulator is gone, and goes on when it is back', async () => {
  const { page, emulator, origin } = await visit('/', { faultsExpected: true })
  await page.getByText('live').waitFor()
  await emulator.close()
  await page.getByText('connecting ...').waitFor()
  await emulator.listen({ port: Number(new URL(origin).port) })
  await page.getByText('live').waitFor()
})
