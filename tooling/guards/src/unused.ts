import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Finding, Guard } from './findings.ts'

/** Files, exports and dependencies that nothing uses, and packages that are imported and not declared. */
export const unused: Guard = {
  name: 'unused',
  advice:
    'Remove it (or its "export", or its line in package.json); what a program loads by name is listed in tooling/guards/knip.json.',
  async run(root) {
    const args = ['--directory', root, '--config', CONFIG, '--reporter', 'json', '--no-exit-code', '--no-config-hints']
    const { stdout } = await promisify(execFile)(process.execPath, [KNIP, ...args], { maxBuffer: 64 << 20 })
    const { issues } = JSON.parse(stdout) as { issues: readonly Issues[] }
    return issues.flatMap(findingsOf)
  },
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const KNIP = here('../node_modules/knip/bin/knip.js')
const CONFIG = here('../knip.json')

/** What knip says of a file: lists of names by kind. */
type Issues = { readonly file: string } & Readonly<Record<string, unknown>>

const KINDS: Readonly<Record<string, (name: string) => string>> = {
  files: () => 'is used nowhere',
  dependencies: (name) => `names ${name}, which nothing uses`,
  devDependencies: (name) => `names ${name}, which nothing uses`,
  catalog: (name) => `names ${name}, which no package uses`,
  unlisted: (name) => `uses ${name}, which its package.json does not name`,
  binaries: (name) => `runs ${name}, which no package.json names`,
  unresolved: (name) => `imports ${name}, which does not exist`,
  exports: (name) => `exports ${name}, which no other file uses`,
  types: (name) => `exports the type ${name}, which no other file uses`,
}

function findingsOf({ file, ...lists }: Issues): Finding[] {
  return Object.entries(lists).flatMap(([kind, list]) => {
    const names = (Array.isArray(list) ? list.flat() : []) as { name: string }[]
    const sentence = KINDS[kind] ?? ((name: string) => `has a problem with ${name} (${kind})`)
    return names.map(({ name }) => ({ key: `${file}: ${kind} ${name}`, message: `${file} ${sentence(name)}` }))
  })
}
