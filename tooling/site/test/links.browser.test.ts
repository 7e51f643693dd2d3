import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { expect, test } from 'vitest'
import { site } from '../src/folders.ts'

const pages = readdirSync(site, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'))
const read = (page: string): string => readFileSync(join(site, page), 'utf8')
const anchors = new Map(
  pages.map((page) => [page, new Set([...read(page).matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id))]),
)

/** What is wrong with a link of a page of the built site; undefined for one that leads somewhere. */
function broken(page: string, href: string): string | undefined {
  if (/^(?:[a-z]+:|\/\/)/i.test(href)) return undefined
  const [path = '', anchor = ''] = href.replaceAll('&amp;', '&').split('#')
  let target =
    path === '' ? page : posix.join('/', path.startsWith('/') ? '' : posix.dirname(page), decodeURI(path)).slice(1)
  if (target === '' || target.endsWith('/')) target += 'index.html'
  if (!existsSync(join(site, target))) return `${target} does not exist`
  if (anchor === '' || anchors.get(target)?.has(decodeURIComponent(anchor))) return undefined
  return `${target} has no #${anchor}`
}

test('every link of every page leads to a page and an anchor that exist', () => {
  expect(pages.length).toBeGreaterThan(150)
  const wrong = pages.flatMap((page) =>
    [...read(page).matchAll(/\s(?:href|src)="([^"]*)"/g)].flatMap(([, href = '']) => {
      const problem = broken(page, href)
      return problem === undefined ? [] : [`${page}: ${href}: ${problem}`]
    }),
  )
  expect([...new Set(wrong)]).toEqual([])
})

test('a link that leads nowhere is found', () => {
  expect(broken('errors.html', '/nowhere.html')).toBe('nowhere.html does not exist')
  expect(broken('errors.html', './waiting.html#nowhere')).toBe('waiting.html has no #nowhere')
  expect(broken('errors.html', '#the-cloud-said-no')).toBeUndefined()
  expect(broken('api/index.html', '/')).toBeUndefined()
})
