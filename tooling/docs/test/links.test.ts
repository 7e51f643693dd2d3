import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { anchorsOf, brokenLink, linksOf } from '../src/links.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const read = (file: string): string => readFileSync(join(root, file), 'utf8')
const pages = execFileSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '' && !file.endsWith('.api.md'))
const { repository } = JSON.parse(read('package.json')) as { repository: { url: string } }
const home = repository.url.replace(/^git\+/, '').replace(/\.git$/, '')

describe('the links of the documentation', () => {
  it('lead to files and headings that exist', () => {
    const links = pages.flatMap((file) => linksOf(read(file)).map((link) => ({ file, ...link })))
    expect(links.length).toBeGreaterThan(50)
    const broken = links.flatMap(({ file, line, target }) => {
      const problem = brokenLink(root, file, target, home)
      return problem === undefined ? [] : [`${file}:${line} ${target}: ${problem}`]
    })
    expect(broken).toEqual([])
  })

  it('are absolute in what is published, where relative ones lead nowhere', () => {
    const relative = pages
      .filter((file) => /^packages\/[^/]+\/README\.md$/.test(file))
      .flatMap((file) => linksOf(read(file)).map(({ line, target }) => ({ file, line, target })))
      .filter(({ target }) => !/^(?:[a-z]+:|#)/i.test(target))
    expect(relative.map(({ file, line, target }) => `${file}:${line} ${target}`)).toEqual([])
  })
})

describe('a link', () => {
  const problem = (target: string) => brokenLink(root, 'docs/browsers.md', target, home)

  it('is found outside of code only', () => {
    expect(linksOf('a [b](c.md) and `[d](e)`\n```\n[f](g)\n```\n![h](i.png "j")\n')).toEqual([
      { line: 1, target: 'c.md' },
      { line: 5, target: 'i.png' },
    ])
  })

  it('is broken when the file or the heading does not exist', () => {
    expect(problem('nowhere.md')).toBe('docs/nowhere.md does not exist')
    expect(problem(`${home}/blob/main/docs/nowhere.md`)).toBe('docs/nowhere.md does not exist')
    expect(problem('security.md#nothing-here')).toBe('docs/security.md has no heading #nothing-here')
    expect(problem('../../elsewhere.md')).toBe('leads out of the repository')
    expect(problem('https://example.org/')).toBeUndefined()
    expect(problem('../README.md')).toBeUndefined()
  })

  it('names a heading as GitHub does', () => {
    const text = '# A `code`, and more\n## Twice\n## Twice\n### [Linked](x.md) too!\n```\n# no heading\n```\n'
    expect([...anchorsOf(text)]).toEqual(['a-code-and-more', 'twice', 'twice-1', 'linked-too'])
  })
})
