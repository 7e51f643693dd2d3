import { expect, test } from 'vitest'
import { createServer } from './support/clients.ts'
import { visit } from './support/visitor.ts'

test('what a program creates appears at once, and its state changes with the clock', async () => {
  const { page, emulator } = await visit('/#/resources', { clock: 'manual' })
  await page.getByText('There are no servers yet.').waitFor()
  await createServer(emulator, 'alice', 'web')
  await page.getByRole('row', { name: /web alice BUILD/ }).waitFor()

  await page.getByRole('link', { name: 'Clock' }).click()
  await page.getByText('It stands still until it is turned.').waitFor()
  const before = emulator.clock.now()
  await page.getByRole('button', { name: '1 minute' }).click()
  await expect.poll(() => emulator.clock.now() - before).toBe(60_000)
  await page.getByText('No work is planned.').waitFor()

  await page.getByRole('link', { name: 'Resources' }).click()
  await page.getByRole('row', { name: /web alice ACTIVE/ }).waitFor()
})

test('every kind of resource has its list', async () => {
  const { page, emulator } = await visit('/#/resources', { transitionMs: 0 })
  await createServer(emulator, 'bob', 'db')
  const open = (kind: RegExp): Promise<void> => page.getByRole('link', { name: kind }).click()
  await open(/^Volumes 1/)
  await page.getByRole('row', { name: /bob IN_USE/i }).waitFor()
  await open(/^Networks/)
  await page.getByRole('row', { name: /provider ACTIVE/ }).waitFor()
  await open(/^Images/)
  await page.getByRole('row', { name: /Debian Base/ }).waitFor()
  await open(/^Projects/)
  await page
    .getByRole('row', { name: /alice active/i })
    .first()
    .waitFor()
  await open(/^Floating IPs/)
  await page.getByText('There are no Floating IPs yet.').waitFor()
})

test('resources are searched, and those of one owner shown', async () => {
  const { page, emulator } = await visit('/#/resources')
  for (const [user, name] of [
    ['alice', 'web'],
    ['alice', 'db'],
    ['bob', 'mail'],
  ] as const)
    await createServer(emulator, user, name)
  const rows = page.getByRole('table', { name: 'Servers' }).getByRole('row')
  await expect.poll(() => rows.count()).toBe(4)
  await page.getByRole('searchbox', { name: 'Search Servers' }).fill('WEB')
  await expect.poll(() => rows.count()).toBe(2)
  await page.getByRole('searchbox', { name: 'Search Servers' }).fill('')
  await page.getByLabel('Owner').selectOption('bob')
  await expect.poll(() => rows.allTextContents()).toEqual([expect.any(String), expect.stringContaining('mail')])
})

test('the clock is turned by any time, and until all is done', async () => {
  const { page, emulator } = await visit('/#/clock', { clock: 'manual' })
  const before = emulator.clock.now()
  await page.getByLabel('How far').fill('1.5')
  await page.getByLabel('Unit').selectOption('hours')
  await page.getByRole('button', { name: 'Turn', exact: true }).click()
  await expect.poll(() => emulator.clock.now() - before).toBe(90 * 60_000)
  await createServer(emulator, 'alice', 'web')
  await page.getByText(/pieces? of work planned/).waitFor()
  await page.getByRole('button', { name: 'Until all that is planned is done' }).click()
  await page.getByText('No work is planned.').waitFor()
})
