import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Emulator } from '@kamaki/emulator'
import type { Locator, Page } from 'playwright'
import { expect, test } from 'vitest'
import { containerOf, createServer } from './support/clients.ts'
import { visit } from './support/visitor.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe-core finds wrong, contrast of colors included, as lines that name the rule and the element. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<Found> } }).axe.run(),
  )
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  )
}

interface Found {
  readonly violations: readonly {
    readonly id: string
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
  }[]
}

async function fill(emulator: Emulator): Promise<void> {
  const container = await containerOf(emulator, 'alice', 'photos')
  await container.create()
  await container.object('sea.txt').upload('We went to the sea.')
  await container.object('2031/hills.txt').upload('And to the hills.')
  emulator.scenarios.failBuild({ server: 'broken' })
  emulator.scenarios.suspendUser({ user: 'carol' })
  for (const name of ['web', 'broken']) await createServer(emulator, 'alice', name)
  emulator.faults.add({ path: '/never', fault: { kind: 'reset', when: 'body' } })
}

type Ready = (page: Page) => Locator
type Act = (page: Page) => Promise<unknown>

const shows =
  (text: string | RegExp): Ready =>
  (page) =>
    page.getByText(text)

const PAGES: readonly (readonly [name: string, path: string, ready: Ready, act?: Act])[] = [
  ['API access', '#/access?user=carol', shows('object-store')],
  ['servers', '#/resources', shows('broken')],
  ['projects', '#/resources?kind=projects', shows('active')],
  ['files', '#/files?user=alice&container=photos', shows('2031/')],
  ['sharing', '#/files?user=alice&container=photos', shows('2031/'), (page) => open(page, 'Share sea.txt', 'may read')],
  [
    'versions',
    '#/files?user=alice&container=photos',
    shows('2031/'),
    (page) => open(page, 'Versions sea.txt', 'newest'),
  ],
  ['a container that is not there', '#/files?user=alice&container=nothing', shows('does not exist')],
  ['requests', '#/requests', shows('sea.txt'), (page) => open(page, /PUT .*sea/, 'x-auth-token')],
  ['faults and scenarios', '#/trouble', shows('/never')],
  ['the clock', '#/clock', shows('No work is planned')],
]

async function open(page: Page, button: string | RegExp, then: string): Promise<void> {
  await page.getByRole('button', { name: button }).click()
  await page.getByText(then).first().waitFor({ state: 'attached' })
}

test.each(['light', 'dark'] as const)('every page can be read and used by all, in %s colors', async (colorScheme) => {
  const { page, origin } = await visit('/', {
    context: { colorScheme },
    transitionMs: 0,
    faultsExpected: true,
    prepare: fill,
  })
  await page.getByText('live').waitFor()
  const found: Record<string, string[]> = {}
  for (const [name, path, ready, act] of PAGES) {
    // Another document: dialogs are gone.
    await page.goto('about:blank')
    await page.goto(`${origin}/${path}`)
    await ready(page).first().waitFor()
    await act?.(page)
    found[name] = await findings(page)
  }
  expect(found).toEqual(Object.fromEntries(PAGES.map(([name]) => [name, []])))
})

test('the colors chosen on the page win over those of the system, and stay', async () => {
  const { page } = await visit('/', { context: { colorScheme: 'light' } })
  const background = (): Promise<string> =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
  const light = await background()
  await page.getByLabel('Colors').selectOption('Dark')
  const dark = await background()
  expect(dark).not.toBe(light)
  await page.reload()
  await page.getByLabel('Colors').waitFor()
  expect(await background()).toBe(dark)
})

test('a container, an upload, a share and a download, by keyboard alone', async () => {
  const { page, emulator } = await visit('/')
  /** Goes on with Tab until what has the focus is called so. */
  const tabTo = async (name: string): Promise<void> => {
    for (let step = 0; step < 80; step++) {
      await page.keyboard.press('Tab')
      const focused = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement
        return element.getAttribute('aria-label') ?? element.textContent
      })
      if (focused?.trim() === name) return
    }
    throw new Error(`The keyboard does not reach ${name}`)
  }
  await page.getByText('live').waitFor()
  await tabTo('Skip to the content')
  await tabTo('Files')
  await page.keyboard.press('Enter')
  await page.getByText('No containers yet.').waitFor()
  await tabTo('Name of a new container')
  await page.keyboard.type('photos')
  await page.keyboard.press('Enter')
  await page.getByText('Nothing is here yet.').waitFor()
  const chooser = page.waitForEvent('filechooser')
  await tabTo('Upload files')
  await page.keyboard.press('Enter')
  await (await chooser).setFiles({ name: 'sea.txt', mimeType: 'text/plain', buffer: Buffer.from('sea') })
  await page.getByRole('row', { name: /sea\.txt/ }).waitFor()
  await tabTo('Share sea.txt')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByRole('checkbox').waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await page.getByTestId('Public link').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  const container = await containerOf(emulator, 'alice', 'photos')
  expect((await container.object('sea.txt').info()).publicUrl).toBeDefined()
  // The keyboard is where it was before the dialog.
  const download = page.waitForEvent('download')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Enter')
  expect((await download).suggestedFilename()).toBe('sea.txt')
})
