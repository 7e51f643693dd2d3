import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const root = new URL('../../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

/** The tests that a document names: a file in backticks, and after it names in quotes. */
function namedTests(document: string): { file: string; name: string }[] {
  const prose = document.replace(/```[\s\S]*?```/g, '').replace(/\s+/g, ' ')
  let file = ''
  return [...prose.matchAll(/`([\w./-]+\.test\.ts)`|"([^"]+)"/g)].map(([, path, name = '']) => {
    file = path ?? file
    return { file, name }
  })
}

const tests = namedTests(read('docs/security.md'))

describe('docs/security.md', () => {
  it('names tests for what it says', () => {
    expect(tests.filter(({ name }) => name !== '').length).toBeGreaterThan(30)
  })

  it.each(tests.filter(({ name }) => name !== ''))('names a test that exists: $name', ({ file, name }) => {
    expect(existsSync(new URL(file, root)), file).toBe(true)
    expect(read(file)).toContain(`'${name}'`)
  })

  it('links to files that exist, as does SECURITY.md', () => {
    for (const [folder, text] of [
      ['docs/', read('docs/security.md')],
      ['', read('SECURITY.md')],
    ] as const) {
      for (const [, link = ''] of text.matchAll(/\]\(((?!https:)[^)#]+)/g))
        expect(existsSync(new URL(folder + link, root)), link).toBe(true)
    }
  })
})
