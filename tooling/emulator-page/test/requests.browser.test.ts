import { expect, test } from 'vitest'
import { containerOf } from './support/clients.ts'
import { visit } from './support/visitor.ts'

test('requests appear as they come, are searched in their bodies, and shown whole', async () => {
  const { page, emulator } = await visit('/#/requests')
  await page.getByText('No request yet.').waitFor()
  const container = await containerOf(emulator, 'alice', 'diaries')
  await container.create()
  await container.object('sea.txt').upload('We went to the sea.')
  await container.object('hills.txt').upload('We went to the hills.')
  await page.getByRole('row', { name: /PUT .*\/diaries\/sea\.txt\S* 201 .*alice/ }).waitFor()

  await page.getByRole('searchbox', { name: 'Search requests' }).fill('to the sea')
  await page.getByText('1 found').waitFor()
  await page.getByRole('button', { name: /PUT .*sea\.txt/ }).click()
  const request = page.getByRole('region', { name: 'Request', exact: true })
  await request.getByText('We went to the sea.').waitFor()
  await request.getByText('x-auth-token').waitFor()
  expect(await request.textContent()).not.toContain(emulator.env().users['alice']!.token)
  await page.getByRole('region', { name: 'Response' }).getByText('x-object-version').waitFor()

  // What comes while a search is on is searched, too.
  await container.object('again.txt').upload('Back to the sea.')
  await page.getByText('2 found').waitFor()
  await page.getByRole('searchbox', { name: 'Search requests' }).fill('nothing of the kind')
  await page.getByText('No recorded request has "nothing of the kind" in it.').waitFor()
})

test('the list stands still on demand, and is cleared', async () => {
  const { page, emulator } = await visit('/#/requests')
  const container = await containerOf(emulator, 'bob', 'box')
  await container.create()
  await page.getByRole('row', { name: /PUT .*box\S* 201/ }).waitFor()
  await page.getByRole('checkbox', { name: 'Follow' }).uncheck()
  await container.object('late.txt').upload('x')
  await page.waitForTimeout(600)
  expect(await page.getByText('late.txt').count()).toBe(0)
  await page.getByRole('checkbox', { name: 'Follow' }).check()
  await page.getByRole('row', { name: /late\.txt/ }).waitFor()
  await page.getByRole('button', { name: 'Clear' }).click()
  await page.getByText('No request yet.').waitFor()
  expect(emulator.requests).toEqual([])
})

test('a body of JSON is shown in lines, one of bytes in base64', async () => {
  const { page, emulator } = await visit('/#/requests')
  const container = await containerOf(emulator, 'bob', 'box')
  await container.create()
  await container.object('bytes').put(new Uint8Array([0xff, 0xfe, 0]))
  await page.getByRole('button', { name: /PUT .*bytes/ }).click()
  await page.getByText('3 bytes in base64').waitFor()
  await page.getByText('//4A').waitFor()
  await page.getByRole('button', { name: /POST .*tokens/ }).click()
  await page.getByText('"serviceCatalog": [').waitFor()
})
