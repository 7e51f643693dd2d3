import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pages, root } from './folders.ts'
import { pageOf } from './stage.ts'

/** An entry of the sidebar. */
export interface Entry {
  readonly text: string
  readonly link?: string
  readonly items?: Entry[]
  readonly collapsed?: boolean
}

/** The guides in the order and groups of docs/README.md: lines that begin with a bold word, and links. */
export function guides(): Entry[] {
  const text = readFileSync(join(root, 'docs/README.md'), 'utf8')
  return [...text.matchAll(/^\*\*(.+?)\*\*:((?:.+\n)+)/gm)].map(([, group = '', links = '']) => ({
    text: group,
    items: [...links.matchAll(/\[(.+?)\]\((.+?)\)/g)].map(([, name = '', target = '']) => ({
      text: name,
      link: `/${pageOf(target.startsWith('../') ? target.slice(3) : `docs/${target}`)?.replace(/\.md$/, '')}`,
    })),
  }))
}

/** The reference: each entry of each package with its classes. */
export function reference(): Entry[] {
  return entriesIn('api/@kamaki').filter(({ text }) => text !== '')
}

function entriesIn(folder: string): Entry[] {
  const found: Entry[] = []
  for (const entry of readdirSync(join(pages, folder), { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name === 'classes') continue
    const path = `${folder}/${entry.name}`
    found.push({ text: path.slice('api/'.length), link: `/${path}/`, collapsed: true, items: classesIn(path) })
    found.push(...entriesIn(path))
  }
  return found
}

function classesIn(folder: string): Entry[] {
  const names = readdirSync(join(pages, folder)).includes('classes') ? readdirSync(join(pages, folder, 'classes')) : []
  return names.map((name) => {
    const text = name.replace(/\.md$/, '')
    return { text, link: `/${folder}/classes/${text}` }
  })
}
