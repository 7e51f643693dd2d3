import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright'
import { describe, expect, test } from 'vitest'
import { visit } from './support/visitor.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Found {
  readonly violations: readonly {
    readonly id: string
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
  }[]
}

/** What axe-core finds wrong, contrast of colors included, or of certain rules only. */
async function findings(page: Page, runOnly?: readonly string[]): Promise<string[]> {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(
    (options) => (globalThis as unknown as { axe: { run(options: unknown): Promise<Found> } }).axe.run(options),
    runOnly === undefined ? {} : { runOnly },
  )
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  )
}

const PAGES = [
  '/',
  '/get-started.html',
  '/how-do-i.html',
  '/errors.html',
  '/from-kamaki.html',
  '/how-it-works.html',
  '/performance.html',
  '/packages/pithos.html',
  '/api/',
  '/api/@kamaki/core/',
  '/api/@kamaki/pithos/classes/PithosObject.html',
]

describe.each(['light', 'dark'] as const)('in %s colors', (colors) => {
  test('pages can be read and used by all, ask no other host, and have no errors', async () => {
    const { page, origin, problems } = await visit(colors)
    const found: Record<string, string[]> = {}
    for (const path of PAGES) {
      await page.goto(origin + path, { waitUntil: 'networkidle' })
      found[path] = await findings(page)
    }
    expect(found).toEqual(Object.fromEntries(PAGES.map((path) => [path, []])))
    expect(problems).toEqual([])
  })

  test('diagrams are drawn from their source, and say what they show', async () => {
    const { page, origin, problems } = await visit(colors)
    await page.goto(`${origin}/how-it-works.html`)
    await page.locator('.diagram svg').nth(4).waitFor()
    expect(await page.locator('.diagram svg').count()).toBe(5)
    const titles = await page.locator('.diagram svg > title').allTextContents()
    expect(titles).toContain('Whether a failed request is sent again')
    expect(await page.locator('.diagram svg > desc').count()).toBe(5)
    expect(problems).toEqual([])
  })
})

test('what is searched is found by keyboard alone, in guides and in the reference, without a network', async () => {
  const { page, origin, problems } = await visit()
  await page.goto(`${origin}/`, { waitUntil: 'networkidle' })
  for (const [words, url] of [
    ['quota', /projects\.html/],
    ['waitUntilIdle', /api\/@kamaki\/cyclades/],
    ['interrupted', /transfers\.html/],
  ] as const) {
    await page.keyboard.press('Control+k')
    await page.getByRole('searchbox').fill(words)
    const results = page.getByRole('option').getByRole('link')
    await results.first().waitFor()
    // The structure of this box is VitePress's own, links within options, which axe does not like.
    expect(await findings(page, ['color-contrast'])).toEqual([])
    const hrefs = await results.evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href))
    expect(hrefs.join('\n')).toMatch(url)
    await page.keyboard.press('Enter')
    await page.waitForURL(hrefs[0] ?? '')
  }
  expect(problems).toEqual([])
})

test('the keyboard skips to the content, and reaches the links of the page', async () => {
  const { page, origin } = await visit()
  await page.goto(`${origin}/get-started.html`, { waitUntil: 'networkidle' })
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Skip to content')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.closest('main, .VPContent') !== null)).toBe(true)
})

test('without JavaScript pages are there, diagrams as their source', async () => {
  const { page, origin } = await visit()
  const context = await page.context().browser()?.newContext({ javaScriptEnabled: false })
  const plain = await context?.newPage()
  await plain?.goto(`${origin}/how-it-works.html`)
  expect(await plain?.getByRole('heading', { level: 1 }).textContent()).toContain('How it works')
  expect(await plain?.locator('pre.diagram').count()).toBe(5)
})
