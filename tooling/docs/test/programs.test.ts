import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { runPages } from '../src/run-pages.ts'

const root = new URL('../../../', import.meta.url)
const pages = ['README.md', ...readdirSync(new URL('docs/', root)).map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith('.md'),
)

/** What some of them have to print. */
const PRINTS: Readonly<Record<string, readonly RegExp[]>> = {
  'README.md': [/^Server \d+ is ACTIVE$/m, /^2031\/db\.dump 14$/m, /^all the tables$/m],
  'docs/from-kamaki.md': [/^ACTIVE \d+$/m, /^2031\/db\.dump 14$/m, /^gone$/m],
}

describe('the code of a page is one program, which runs to its end on the emulator', () => {
  let outcomes: Awaited<ReturnType<typeof runPages>>

  beforeAll(async () => {
    const texts = pages.map((page) => [page, readFileSync(new URL(page, root), 'utf8')] as const)
    const wrong = ['wrong.md', '```ts\nconsole.log("begins")\nthrow new Error("not there")\n```\n'] as const
    outcomes = await runPages(new Map([...texts, wrong]))
  }, 180_000)

  it.each(pages)('%s', (page) => {
    const outcome = outcomes.get(page)
    expect(outcome?.code, outcome?.output).toBe(0)
    for (const pattern of PRINTS[page] ?? []) expect(outcome?.output).toMatch(pattern)
  })

  it('a page that does not is found', () => {
    expect(outcomes.get('wrong.md')).toMatchObject({ code: 1, output: expect.stringMatching(/^begins\n.*not there/) })
  })
})
