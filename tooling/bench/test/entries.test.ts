// What is published is bundled: these are the mistakes that bundling can make.
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { entries } from '../src/entries.ts'
import { runNode } from '../src/programs.ts'

/** Runs a module in a process of its own, on the built packages; what it wrote. */
const run = async (code: string): Promise<string> => (await runNode(['--input-type=module', '-e', code])).output.trim()

/** Those that can be loaded outside of a test runner. */
const loadable = entries.map(({ name }) => name).filter((name) => !name.endsWith('/vitest'))

/** The files that entries of a package are made of. */
function reachable(folder: URL): URL[] {
  const seen = new Map<string, URL>()
  const visit = (file: URL): void => {
    if (seen.has(file.href)) return
    seen.set(file.href, file)
    const imports = readFileSync(file, 'utf8').matchAll(/\b(?:from|import)\s*\(?\s*["'](\.[^"']+)["']/g)
    for (const [, path = ''] of imports) visit(new URL(path, file))
  }
  for (const entry of entries) if (entry.folder.href === folder.href) visit(entry.file)
  return [...seen.values()]
}

/** What a file holds without the dependencies that are bundled into it. */
const ownCode = (file: URL): string =>
  readFileSync(file, 'utf8').replaceAll(/^\/\/#region \S*node_modules\/[\s\S]*?^\/\/#endregion$/gm, '')

interface SourceMap {
  sources: string[]
  sourcesContent?: (string | null)[]
}

const packages = [...new Map(entries.map(({ folder }) => [folder.href, folder])).values()]
const nameOf = (folder: URL): string => /([^/]+)\/$/.exec(folder.pathname)?.[1] ?? ''

describe('the built packages', () => {
  for (const folder of packages) {
    const name = nameOf(folder)

    it(`hold each class of ${name} once, however many entries need it`, () => {
      const definition = /^(?:(?:var|let|const) (\w+) = class\b|class (\w+))/gm
      const classes = reachable(folder).flatMap((file) =>
        [...ownCode(file).matchAll(definition)].map(([, named, declared]) => named ?? declared),
      )
      expect(classes.length).toBeGreaterThan(0)
      expect(classes.filter((one, index) => classes.indexOf(one) !== index)).toEqual([])
    })

    it(`map ${name} to its sources, which are published with it`, () => {
      for (const file of reachable(folder)) {
        const code = readFileSync(file, 'utf8')
        const [, map] = /\n\/\/# sourceMappingURL=(.+)\s*$/.exec(code) ?? []
        if (map === undefined) {
          // Nothing to map: it only passes on what is in others.
          expect(code).toMatch(/^(?:(?:import|export) \{[^}]*\}[^\n;]*;\n?)+$/)
          continue
        }
        const { sources, sourcesContent } = JSON.parse(readFileSync(new URL(map, file), 'utf8')) as SourceMap
        for (const [index, source] of sources.entries()) {
          const path = new URL(source, file)
          if (path.pathname.includes('/node_modules/')) {
            // A dependency that is bundled is not published as a source: it is in the map.
            expect(sourcesContent?.[index], `${source} in ${map}`).toMatch(/\S/)
            continue
          }
          expect(path.pathname).toContain('/src/')
          expect(existsSync(path), `${source} of ${map}`).toBe(true)
        }
      }
    })

    it(`let nobody import files of ${name} that are no entries`, async () => {
      const [file] = reachable(folder)
      const path = `@kamaki/${name}/${file?.href.slice(folder.href.length)}`
      const code = `import('${path}').then(() => console.log('loaded'), ({ code }) => console.log(code))`
      expect(await run(code)).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED')
    })
  }

  it('have one class of each name, whatever entry it comes from', async () => {
    const code = `
      const seen = new Map()
      for (const entry of ${JSON.stringify(loadable)})
        for (const [name, value] of Object.entries(await import(entry))) {
          if (typeof value !== 'function' || !value.prototype) continue
          const key = entry.split('/')[1] + ' ' + name
          if (seen.has(key) && seen.get(key) !== value) console.log(name, 'of', entry, 'is another one')
          seen.set(key, value)
        }
      console.log(seen.has('core KamakiError'))`
    expect(await run(code)).toBe('true')
  })

  it('throw errors of @kamaki/core from the entries for Node', async () => {
    const code = `
      import { InvalidArgumentError } from '@kamaki/core'
      import { createNodeFetch } from '@kamaki/core/node'
      import { syncUp } from '@kamaki/pithos/node'
      const errors = []
      try { createNodeFetch({ connections: -1 }) } catch (error) { errors.push(error) }
      await syncUp(5).catch((error) => errors.push(error))
      console.log(errors.map((error) => error instanceof InvalidArgumentError).join())`
    expect(await run(code)).toBe('true,true')
  })
})
