import { readdirSync } from 'node:fs'
import { join } from 'node:path'

const SKIPPED = new Set(['node_modules', 'dist', 'coverage'])

/** The files of a workspace whose path matches, sorted; `/` separates folders. */
export function filesIn(root: string, pattern: RegExp): string[] {
  return filesUnder(root, '').filter((path) => pattern.test(path))
}

function filesUnder(root: string, folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true })
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}${entry.name}`
      if (entry.isFile()) return [path]
      const skipped = SKIPPED.has(entry.name) || (entry.name.startsWith('.') && entry.name !== '.github')
      return entry.isDirectory() && !skipped ? filesUnder(root, `${path}/`) : []
    })
}
