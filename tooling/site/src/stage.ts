import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { pages, root } from './folders.ts'

const { repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { repository: { url: string } }
const home = repository.url.replace(/^git\+/, '').replace(/\.git$/, '')
const rawHome = home.replace('https://github.com/', 'https://raw.githubusercontent.com/')

/** Lays out the Markdown of the repository as the site has it. The originals stay the only ones that anybody edits. */
export function stage(files: readonly string[]): void {
  rmSync(pages, { recursive: true, force: true })
  for (const file of files) {
    const page = pageOf(file)
    if (page === undefined) continue
    // Pictures keep their names, as there are links to them.
    const target = join(pages, page.endsWith('.md') ? page : `public/${page}`)
    mkdirSync(dirname(target), { recursive: true })
    if (file.endsWith('.md')) writeFileSync(target, withLinksOfSite(readFileSync(join(root, file), 'utf8'), file))
    else cpSync(join(root, file), target)
  }
}

/** Where a Markdown file of the repository is on the site; undefined if it is not there. */
export function pageOf(file: string): string | undefined {
  if (file === 'docs/README.md') return 'index.md'
  const readme = /^packages\/(\w+)(?:\/README\.md)?\/?$/.exec(file)
  if (readme) return `packages/${readme[1]}.md`
  const changelog = /^packages\/(\w+)\/CHANGELOG\.md$/.exec(file)
  if (changelog) return `changes/${changelog[1]}.md`
  if (file === 'docs/decisions' || file === 'docs/decisions/README.md') return 'decisions/index.md'
  return /^docs\/.+\.(?:md|svg|png)$/.test(file) ? file.slice('docs/'.length) : undefined
}

/** Links to what is on the site lead there, others to the repository. */
export function withLinksOfSite(markdown: string, file: string): string {
  const code = /^( *)(```|~~~).+?^\1\2|`[^`\n]*`/gms
  const target = (url: string): string => linkOf(url, file)
  let rest = ''
  let end = 0
  const rewrite = (text: string): string =>
    text.replace(/(\]\(<?)([^)\s>]+)/g, (_, before: string, url: string) => before + target(url))
  for (const match of markdown.matchAll(code)) {
    rest += rewrite(markdown.slice(end, match.index)) + match[0]
    end = match.index + match[0].length
  }
  return rest + rewrite(markdown.slice(end))
}

function linkOf(url: string, file: string): string {
  const own = [`${home}/blob/main/`, `${home}/tree/main/`, `${rawHome}/main/`].find((start) => url.startsWith(start))
  if (own === undefined && (/^[a-z]+:/i.test(url) || url.startsWith('#'))) return url
  const [path = '', anchor] = (own === undefined ? url : url.slice(own.length)).split('#')
  const full = own === undefined ? normalize(join(dirname(file), path)) : path
  const hash = anchor === undefined ? '' : `#${anchor}`
  const page = pageOf(full.replace(/\/$/, ''))
  return page === undefined ? `${home}/blob/main/${full}${hash}` : `/${page}${hash}`
}
