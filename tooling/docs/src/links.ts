import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

export interface Link {
  readonly line: number
  readonly target: string
}

/** Links and images of a Markdown text, those in code left out. */
export function linksOf(text: string): Link[] {
  const bare = text
    .replace(/^( *)(```|~~~).+?^\1\2/gms, (code) => code.replace(/[^\n]/g, ' '))
    .replace(/`[^`\n]*`/g, '')
  return bare
    .split('\n')
    .flatMap((content, i) =>
      [...content.matchAll(/\]\(<?([^)\s>]+)>?(?: "[^"]*")?\)/g)].map(([, target = '']) => ({ line: i + 1, target })),
    )
}

/** The anchors of the headings, as GitHub makes them, of a Markdown text. */
export function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>()
  const bare = text.replace(/^( *)(```|~~~).+?^\1\2/gms, '')
  for (const [, heading = ''] of bare.matchAll(/^#{1,6} +(.+?) *$/gm)) {
    const words = heading.replace(/\]\([^)]*\)/g, '').toLowerCase()
    const base = words.replace(/[^\p{L}\p{N}\-_ ]/gu, '').replaceAll(' ', '-')
    let anchor = base
    for (let n = 1; anchors.has(anchor); n++) anchor = `${base}-${n}`
    anchors.add(anchor)
  }
  return anchors
}

/**
 * What is wrong with a link from a file of the repository; undefined for one that leads somewhere, or out of the repository, where nobody looks.
 *
 * @param home the URL of the repository; links that begin with it are looked up in it
 */
export function brokenLink(root: string, file: string, target: string, home: string): string | undefined {
  const own = new RegExp(`^${home.replace(/[.]/g, '\\.')}/(?:blob|tree)/main/`).exec(target)
  if (own === null && /^[a-z]+:/i.test(target)) return undefined
  const [path = '', anchor] = (own ? target.slice(own[0].length) : target).split('#')
  const full = own ? path : path === '' ? file : normalize(join(dirname(file), path))
  if (full.startsWith('..')) return 'leads out of the repository'
  if (!existsSync(join(root, full))) return `${full} does not exist`
  if (anchor === undefined || anchor === '') return undefined
  const page = statSync(join(root, full)).isDirectory() ? join(full, 'README.md') : full
  return anchorsOf(readFileSync(join(root, page), 'utf8')).has(anchor) ? undefined : `${page} has no heading #${anchor}`
}
