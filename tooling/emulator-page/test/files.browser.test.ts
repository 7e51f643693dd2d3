import { readFile } from 'node:fs/promises'
import type { Emulator } from '@kamaki/emulator'
import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { containerOf, someBytes } from './support/clients.ts'
import { visit } from './support/visitor.ts'

const MIB = 1024 * 1024

const chooseFile = (page: Page, name: string, buffer: Buffer): Promise<void> =>
  page.getByLabel('Files to upload').setInputFiles({ name, mimeType: 'application/octet-stream', buffer })

/** Notes how far the progress bars of the page get. */
const noteProgress = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const seen: number[] = []
    Object.assign(globalThis, { seenProgress: seen })
    new MutationObserver((records) => {
      for (const { target } of records) if (target instanceof HTMLProgressElement) seen.push(target.value)
    }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ['value'] })
  })

const seenProgress = (page: Page): Promise<number[]> =>
  page.evaluate(() => (globalThis as unknown as { seenProgress: number[] }).seenProgress)

const create =
  (user: string, container: string) =>
  async (emulator: Emulator): Promise<unknown> =>
    (await containerOf(emulator, user, container)).create()

const contentOf = async (page: Page, button: string): Promise<Buffer> => {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button, exact: true }).click(),
  ])
  return readFile(await download.path())
}

test('a file is uploaded with progress, and downloaded as it was', async () => {
  const { page, emulator } = await visit('/#/files')
  await page.getByText('No containers yet').waitFor()
  await page.getByLabel('Name of a new container').fill('photos')
  await page.getByLabel('Name of a new container').press('Enter')
  await page.getByText('Nothing is here yet.').waitFor()
  const fault = emulator.faults.add({
    path: '/pithos/',
    fault: { kind: 'bandwidth', bytesPerSecond: 8 * MIB, upload: true },
  })
  const content = someBytes(17 * MIB)
  await noteProgress(page)
  await chooseFile(page, 'sea.raw', content)
  await page.getByText('17 MiB uploaded').waitFor({ timeout: 30_000 })
  expect((await seenProgress(page)).filter((share) => share > 0 && share < 1).length).toBeGreaterThan(0)
  fault.remove()
  // The list is told of it, not asked again by hand.
  await page.getByRole('row', { name: /sea\.raw 17 MiB/ }).waitFor()
  expect((await contentOf(page, 'Download sea.raw')).equals(content)).toBe(true)
  await page.getByText('every block verified').waitFor()
})

test('an upload that breaks in the middle goes on with what is missing', async () => {
  const { page, emulator } = await visit('/#/files?user=bob&container=films', {
    prepare: create('bob', 'films'),
    faultsExpected: true,
  })
  const container = await containerOf(emulator, 'bob', 'films')
  const content = someBytes(18 * MIB)
  emulator.faults.add({
    method: 'POST',
    path: '/films',
    skip: 2,
    fault: { kind: 'status', status: 503 },
  })
  await chooseFile(page, 'film.mkv', content)
  await page
    .getByText(/^Trying again in/)
    .first()
    .waitFor()
  await page.getByRole('button', { name: 'Resume Upload of film.mkv' }).waitFor({ timeout: 30_000 })
  await page.getByRole('status').filter({ hasText: '503' }).waitFor()
  expect(await container.object('film.mkv').exists()).toBe(false)

  emulator.faults.clear()
  await page.getByRole('button', { name: 'Resume Upload of film.mkv' }).click()
  await page.getByText('18 MiB stored, of which 10 MiB had to be sent').waitFor()
  expect(Buffer.from(await container.object('film.mkv').download().bytes()).equals(content)).toBe(true)
})

test('an upload is paused and goes on', async () => {
  const { page, emulator } = await visit('/#/files?user=alice&container=films', {
    prepare: create('alice', 'films'),
    faultsExpected: true,
  })
  const slow = emulator.faults.add({ method: 'POST', path: '/films', fault: { kind: 'delay', ms: 60_000 } })
  await chooseFile(page, 'film.mkv', someBytes(9 * MIB))
  await page.getByText(/^sending/).waitFor()
  await page.getByRole('button', { name: 'Pause Upload of film.mkv' }).click()
  await page.getByText('paused').waitFor()
  slow.remove()
  await page.getByRole('button', { name: 'Resume Upload of film.mkv' }).click()
  await page.getByText('9 MiB uploaded').waitFor()
})

test('files and directories are dropped on the page', async () => {
  const { page, emulator } = await visit('/#/files?user=alice&container=drops', { prepare: create('alice', 'drops') })
  const container = await containerOf(emulator, 'alice', 'drops')
  const data = await page.evaluateHandle(() => {
    const transfer = new DataTransfer()
    transfer.items.add(new File(['We went to the sea.'], 'notes.txt', { type: 'text/plain' }))
    transfer.items.add(new File(['And back.'], 'φ 100%.txt', { type: 'text/plain' }))
    return transfer
  })
  await page.getByTestId('drop').dispatchEvent('dragover', { dataTransfer: data })
  await page.getByTestId('drop').dispatchEvent('drop', { dataTransfer: data })
  await page.getByRole('row', { name: /notes\.txt/ }).waitFor()
  await page.getByRole('row', { name: /φ 100%\.txt/ }).waitFor()
  await page.getByRole('button', { name: 'Clear what is done' }).click()
  await page.getByRole('heading', { name: 'Transfers' }).waitFor({ state: 'detached' })
  expect(await container.object('φ 100%.txt').download().text()).toBe('And back.')
  expect((await container.object('notes.txt').info()).contentType).toBe('text/plain')
})

test('an object is shared by a public link and with a user, who finds it', async () => {
  const { page, emulator } = await visit('/#/files?user=alice&container=photos', { prepare: create('alice', 'photos') })
  const object = await containerOf(emulator, 'alice', 'photos')
  await object.object('sea.txt').upload('We went to the sea.')
  await page.getByRole('button', { name: 'Share sea.txt' }).click()
  await page.getByRole('checkbox', { name: /^Public link/ }).check()
  const url = await page.getByTestId('Public link').textContent()
  expect(await (await fetch(url!)).text()).toBe('We went to the sea.')
  await page.getByRole('dialog').getByLabel('bob').selectOption('may read')
  await expect
    .poll(async () => (await object.object('sea.txt').info()).sharing?.read)
    .toEqual([emulator.env().users['bob']!.uuid])
  await page.keyboard.press('Escape')
  await page.getByRole('cell', { name: 'public, with users' }).waitFor()

  await page.getByLabel('As user').selectOption('bob')
  await page.getByLabel('Files of').selectOption('alice (shared)')
  await page.getByRole('link', { name: /^photos/ }).click()
  await page.getByRole('cell', { name: 'may read' }).waitFor()
  expect((await contentOf(page, 'Download sea.txt')).toString()).toBe('We went to the sea.')
  expect(await page.getByRole('button', { name: 'Delete sea.txt' }).count()).toBe(0)
})

test('old versions are downloaded and restored', async () => {
  const { page, emulator } = await visit('/#/files?user=alice&container=texts', { prepare: create('alice', 'texts') })
  const container = await containerOf(emulator, 'alice', 'texts')
  const story = container.object('story.txt')
  await story.upload('first')
  await story.upload('second')
  await page.getByRole('button', { name: 'Versions story.txt' }).click()
  const [oldest] = await story.versions()
  expect((await contentOf(page, `Download version ${oldest!.version}`)).toString()).toBe('first')
  await page.getByRole('button', { name: `Restore version ${oldest!.version}` }).click()
  await expect.poll(() => story.download().text()).toBe('first')
  await expect.poll(() => page.getByRole('dialog').getByRole('row').count()).toBe(4)
})

test('folders are created, opened by their path, and deleted with what is in them', async () => {
  const { page, emulator } = await visit('/#/files?user=alice&container=tree', { prepare: create('alice', 'tree') })
  const container = await containerOf(emulator, 'alice', 'tree')
  await page.getByLabel('Name of a new folder').fill('2031')
  await page.getByLabel('Name of a new folder').press('Enter')
  await page.getByRole('link', { name: '2031/' }).click()
  await page.getByText('Nothing is here yet.').waitFor()
  await chooseFile(page, 'a.txt', Buffer.from('a'))
  await page.getByRole('row', { name: /a\.txt/ }).waitFor()
  expect(await container.object('2031/a.txt').exists()).toBe(true)
  await page.goBack()
  await page.getByRole('button', { name: 'Delete 2031/' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
  await page.getByText('Nothing is here yet.').waitFor()
  expect(await container.objects.list()).toEqual([])
  await page.getByRole('button', { name: 'Delete container tree' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
  await page.getByText('No containers yet').waitFor()
})

test('a thousand objects come a page at a time, and a beginning of their names finds them', async () => {
  const { page, emulator } = await visit('/#/files?user=alice&container=many', { prepare: create('alice', 'many') })
  const container = await containerOf(emulator, 'alice', 'many')
  const names = Array.from({ length: 1000 }, (_, index) => `img-${String(index).padStart(4, '0')}.jpg`)
  await Promise.all(names.map((name) => container.object(name).create()))
  const rows = page.getByTestId('drop').getByRole('row')
  await expect.poll(() => rows.count()).toBe(201)
  await page.getByRole('button', { name: 'Show more' }).click()
  await expect.poll(() => rows.count()).toBe(401)
  await page.getByLabel('Show only names that begin with').fill('img-099')
  await expect.poll(() => rows.count()).toBe(11)
  await page.getByLabel('Show only names that begin with').fill('x')
  await page.getByText('No name here begins with "x".').waitFor()
})

test('odd names are shown as they are, and work', async () => {
  const { page, emulator } = await visit('/#/files?user=alice&container=odd', { prepare: create('alice', 'odd') })
  const container = await containerOf(emulator, 'alice', 'odd')
  const names = [
    '<img src=x onerror=alert(1)>',
    '100%25',
    ' ends with a space ',
    'φ\u202etxt.exe',
    'x'.repeat(1000),
    '..',
    'tab\there',
  ]
  for (const name of names) await container.object(name).upload(name)
  await page.getByText('<img src=x onerror=alert(1)>').waitFor()
  await page.getByText('·ends with a space·').waitFor()
  await page.getByText('φ⟨U+202E⟩txt.exe').waitFor()
  await page.getByText('tab⟨U+0009⟩here').waitFor()
  const width = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(width).toBe(0)
  for (const name of names) expect((await contentOf(page, `Download ${name}`)).toString(), name).toBe(name)
})

test('a container that is not there is said to be missing, and created on the spot', async () => {
  const { page } = await visit('/#/files?user=alice&container=later', { faultsExpected: true })
  await page.getByRole('alert').getByText('does not exist').waitFor()
  await page.getByRole('button', { name: 'Create the container' }).click()
  await page.getByText('Nothing is here yet.').waitFor()
})
