import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const root = new URL('../../../', import.meta.url)
const read = (name: string): string => readFileSync(new URL(name, root), 'utf8')
const filesUnder = (folder: string): string[] =>
  existsSync(new URL(folder, root))
    ? readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}${name}`)
    : []

const packages = readdirSync(new URL('packages/', root))
const files = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...filesUnder('docs/'),
  ...packages.map((name) => `packages/${name}/README.md`),
  ...packages.flatMap((name) => filesUnder(`packages/${name}/src/`)),
  ...packages.flatMap((name) => filesUnder(`packages/${name}/examples/`)),
].filter((name) => /\.(?:md|ts)$/.test(name))

it('tells nobody to run a package that is not of this project: its name is free for anyone to take', () => {
  const ours = packages.map((name) => (JSON.parse(read(`packages/${name}/package.json`)) as { name: string }).name)
  const run = /\b(?:npx|bunx|pnpm dlx|npm exec|yarn dlx)\s+(?:(?:-y|--yes|--)\s+)*([@\w][\w@./-]*)/g
  const commands = files.flatMap((file) =>
    [
      ...read(file)
        .replace(/^\s*\/\/.*$/gm, '')
        .matchAll(run),
    ].map(([, name = '']) => ({ file, name: name.replace(/(?<=.)@[\w.]+$/, '') })),
  )
  expect(commands.map(({ name }) => name)).toContain('@kamaki/emulator')
  // tsx runs the examples of the repository, which has it installed.
  const allowed = new Set([...ours, 'tsx'])
  expect(commands.filter(({ name }) => !allowed.has(name))).toEqual([])
})
